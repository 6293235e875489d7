import { createHmac } from 'node:crypto';
import { encoded } from '../proof.ts';
import { MCP, RFC_6750, RFC_8725, RFC_9110, type Rule } from '../rule.ts';
import { bearer, notRefused, notServed, send, type Target } from '../target.ts';

/** Whose token a forged one pretends to be. */
const CLAIMS = { sub: 'admin', scope: 'admin', client_id: 'forged', jti: 'forged' };

/** How a token is presented, and what becomes of one that is not good. */
export const bearerRules: readonly Rule[] = [
  {
    name: 'refuses a request without a token, with a challenge',
    source: `${RFC_6750}, 3; ${MCP}, access token usage`,
    level: 'MUST',
    broken: async (target) => notRefused(await send(target)),
  },
  {
    name: 'names no error where nothing was presented',
    source: `${RFC_6750}, 3.1`,
    level: 'SHOULD',
    async broken(target) {
      const named = (await send(target)).challenges.find(({ parameters }) => parameters.error !== undefined);
      return named && `error is ${named.parameters.error}`;
    },
  },
  {
    name: 'says in its challenge which scope a first token should have',
    source: `${MCP}, scope selection`,
    level: 'SHOULD',
    async broken(target) {
      const { challenges } = await send(target);
      return challenges.some(({ parameters }) => parameters.scope) ? undefined : 'scope is missing';
    },
  },
  {
    name: 'refuses a token that nobody issued, as invalid_token',
    source: `${RFC_6750}, 3.1`,
    level: 'MUST',
    broken: async (target) => notRefused(await send(target, { headers: bearer('made-up') }), 'invalid_token'),
  },
  {
    name: 'refuses a header without a token, or of a scheme that it does not take',
    source: `${RFC_6750}, 3.1; ${RFC_9110}, 11.4`,
    level: 'MUST',
    async broken(target) {
      for (const authorization of ['Bearer', 'Bearer a b', 'Basic YTpi', 'made-up']) {
        const wrong = notRefused(await send(target, { headers: { authorization } }), undefined, [400, 401]);
        if (wrong !== undefined) return `${authorization}: ${wrong}`;
      }
      return undefined;
    },
  },
  {
    name: 'refuses a token that is not signed, and one signed with what everybody knows',
    source: `${RFC_8725}, 3.1 and 3.2`,
    level: 'MUST',
    async broken(target) {
      for (const token of forged(target)) {
        const wrong = notRefused(await send(target, { headers: bearer(token) }), 'invalid_token');
        if (wrong !== undefined) return wrong;
      }
      return undefined;
    },
  },
  {
    name: 'serves a good token, in both eras of the protocol',
    source: `${MCP}, access token usage`,
    level: 'MUST',
    needs: 'token',
    async broken(target) {
      const headers = bearer(target.token);
      return (
        notServed(await send(target, { headers })) ??
        notServed(await send(target, { headers, method: 'initialize' }))
      );
    },
  },
  {
    name: 'takes the name of the scheme in any case',
    source: `${RFC_9110}, 11.1`,
    level: 'MUST',
    needs: 'token',
    async broken(target) {
      for (const scheme of ['bearer', 'BEARER']) {
        const wrong = notServed(
          await send(target, { headers: { authorization: `${scheme} ${target.token}` } }),
        );
        if (wrong !== undefined) return `${scheme}: ${wrong}`;
      }
      return undefined;
    },
  },
  {
    name: 'takes no token from the address',
    source: `${MCP}, access token usage; ${RFC_6750}, 2.3`,
    level: 'MUST',
    needs: 'token',
    broken: async (target) =>
      notRefused(await send(target, { query: `?access_token=${target.token}` }), undefined, [400, 401]),
  },
  {
    name: 'refuses a token in the address also beside one in the header',
    source: `${RFC_6750}, 2 and 3.1`,
    level: 'SHOULD',
    needs: 'token',
    broken: async (target) =>
      notRefused(
        await send(target, { query: `?access_token=${target.token}`, headers: bearer(target.token) }),
        'invalid_request',
        [400],
      ),
  },
  {
    name: 'asks for the token with every request, also of a connection that it has served',
    source: `${MCP}, access token usage`,
    level: 'MUST',
    needs: 'token',
    async broken(target) {
      const served = await send(target, { headers: bearer(target.token), method: 'initialize' });
      const session = served.headers.get('mcp-session-id');
      return notRefused(
        await send(target, session === null ? {} : { headers: { 'mcp-session-id': session } }),
      );
    },
  },
  {
    name: 'refuses a good token of which one character was changed',
    source: `${RFC_8725}, 3.3; ${RFC_6750}, 5.2`,
    level: 'MUST',
    needs: 'token',
    async broken(target) {
      for (const token of altered(target.token ?? '')) {
        const wrong = notRefused(await send(target, { headers: bearer(token) }), 'invalid_token');
        if (wrong !== undefined) return wrong;
      }
      return undefined;
    },
  },
];

function forged({ url }: Target): string[] {
  const now = Math.floor(Date.now() / 1_000);
  const claims = encoded({ ...CLAIMS, iss: new URL(url).origin, aud: url, iat: now, exp: now + 600 });
  const unsigned = ['none', 'None', 'NONE'].map((alg) => `${encoded({ alg, typ: 'at+jwt' })}.${claims}.`);
  const signed = `${encoded({ alg: 'HS256', typ: 'at+jwt' })}.${claims}`;
  const secrets = ['', 'secret', url];
  return [
    ...unsigned,
    ...secrets.map(
      (secret) => `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`,
    ),
  ];
}

/** A change in each part of a token: not of its last character, whose last bits may mean nothing. */
function altered(token: string): string[] {
  const parts = token.split('.');
  return parts.map((part, at) => {
    const middle = Math.floor(part.length / 2);
    const other = part[middle] === 'A' ? 'B' : 'A';
    return parts.with(at, `${part.slice(0, middle)}${other}${part.slice(middle + 1)}`).join('.');
  });
}
