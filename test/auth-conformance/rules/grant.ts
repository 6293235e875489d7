import { MCP, RFC_6750, RFC_8707, RFC_9728, type Rule } from '../rule.ts';
import { bearer, notRefused, send } from '../target.ts';

/** What a good token is good for. */
export const grantRules: readonly Rule[] = [
  {
    name: 'refuses a token of its own issuer for another resource',
    source: `${RFC_8707}, 2; ${MCP}, token audience binding and validation`,
    level: 'MUST',
    needs: 'foreignToken',
    broken: async (target) =>
      notRefused(await send(target, { headers: bearer(target.foreignToken) }), 'invalid_token'),
  },
  {
    name: 'refuses a token whose time is over',
    source: `${RFC_6750}, 3.1; ${MCP}, token handling`,
    level: 'MUST',
    needs: 'expiredToken',
    broken: async (target) =>
      notRefused(await send(target, { headers: bearer(target.expiredToken) }), 'invalid_token'),
  },
  {
    name: 'answers a call that takes another scope with 403 and insufficient_scope',
    source: `${RFC_6750}, 3.1; ${MCP}, runtime insufficient scope errors`,
    level: 'MUST',
    needs: 'weakToken',
    broken: async (target) => notRefused(await send(target, stepUp(target)), 'insufficient_scope', [403]),
  },
  {
    name: 'says which scope that is, and where to get it',
    source: `${MCP}, runtime insufficient scope errors; ${RFC_9728}, 5.1`,
    level: 'SHOULD',
    needs: 'weakToken',
    async broken(target) {
      const [challenge] = (await send(target, stepUp(target))).challenges;
      const missing = ['scope', 'resource_metadata'].filter((name) => !challenge?.parameters[name]);
      return missing.length === 0 ? undefined : `missing: ${missing.join(', ')}`;
    },
  },
];

const stepUp = ({ weakToken, tool = '' }: { weakToken?: string; tool?: string }) => ({
  headers: bearer(weakToken),
  method: 'tools/call' as const,
  tool,
});
