import { newKey, proofOf } from '../proof.ts';
import { RFC_9449, type Rule } from '../rule.ts';
import { type Answer, bearer, notRefused, notServed, send, type Target } from '../target.ts';

const HOUR = 3_600;

/** What a proof may not be: changes of one that would be good (RFC 9449, 4.3). */
const WRONG: readonly [name: string, section: string, proof: (target: Bound) => string][] = [
  ['of another method', '4.3, 8', (bound) => good(bound, { claims: { htm: 'GET' } })],
  ['of another address', '4.3, 9', (bound) => good(bound, { claims: { htu: `${bound.url}/other` } })],
  ['of another token', '4.3, 12', (bound) => good(bound, { claims: { ath: 'b3RoZXI' } })],
  ['without the hash of the token', '4.3, 12', (bound) => good(bound, { claims: { ath: undefined } })],
  ['without an id', '4.3, 3', (bound) => good(bound, { claims: { jti: undefined } })],
  ['without a time', '4.3, 3', (bound) => good(bound, { claims: { iat: undefined } })],
  [
    'of an hour ago',
    '4.3, 11',
    (bound) => good(bound, { claims: { iat: Math.floor(Date.now() / 1_000) - HOUR } }),
  ],
  ['of another type', '4.3, 4', (bound) => good(bound, { header: { typ: 'JWT' } })],
  [
    'without a signature',
    '4.3, 5',
    (bound) =>
      `${good(bound, { header: { alg: 'none' } })
        .split('.', 2)
        .join('.')}.`,
  ],
  ['signed with a secret', '4.3, 5', (bound) => good(bound, { header: { alg: 'HS256' } })],
  [
    'signed by another key than it carries',
    '4.3, 6',
    (bound) => good(bound, { header: { jwk: newKey().jwk } }),
  ],
  [
    'that carries its private key',
    '4.3, 7',
    (bound) => good(bound, { header: { jwk: bound.key.privateKey.export({ format: 'jwk' }) } }),
  ],
  ['by another key than the token is bound to', '4.3, 12', (bound) => good({ ...bound, key: newKey() })],
];

/** What is bound to a key is worth nothing without it. */
export const dpopRules: readonly Rule[] = [
  {
    name: 'serves a token that is bound to a key, with a proof',
    source: `${RFC_9449}, 7.1`,
    level: 'MUST',
    needs: 'boundToken',
    broken: async (target) => notServed(await withProof(target, good(boundOf(target)))),
  },
  {
    name: 'refuses it as a bearer token',
    source: `${RFC_9449}, 7.2`,
    level: 'MUST',
    needs: 'boundToken',
    async broken(target) {
      const headers = bearer(boundOf(target).token);
      const dpop = good(boundOf(target));
      return (
        notRefused(await send(target, { headers })) ??
        notRefused(await send(target, { headers: { ...headers, dpop } }))
      );
    },
  },
  {
    name: 'refuses it without a proof, and asks for one',
    source: `${RFC_9449}, 7.1`,
    level: 'MUST',
    needs: 'boundToken',
    async broken(target) {
      const answer = await send(target, { headers: { authorization: `DPoP ${boundOf(target).token}` } });
      const asked = answer.challenges.some(({ scheme }) => scheme === 'dpop');
      return notRefused(answer) ?? (asked ? undefined : 'the challenge is not DPoP');
    },
  },
  {
    name: 'says in that challenge which signatures it takes',
    source: `${RFC_9449}, 7.1`,
    level: 'SHOULD',
    needs: 'boundToken',
    async broken(target) {
      const { challenges } = await send(target, {
        headers: { authorization: `DPoP ${boundOf(target).token}` },
      });
      const algs = challenges.find(({ scheme }) => scheme === 'dpop')?.parameters.algs;
      if (!algs) return 'algs is missing';
      return /\b(?:none|HS\d+)\b/.test(algs) ? `algs is ${algs}` : undefined;
    },
  },
  {
    name: 'takes a proof once',
    source: `${RFC_9449}, 11.1`,
    level: 'SHOULD',
    needs: 'boundToken',
    async broken(target) {
      const proof = good(boundOf(target));
      return (
        notServed(await withProof(target, proof)) ??
        notRefused(await withProof(target, proof), 'invalid_dpop_proof')
      );
    },
  },
  {
    name: 'refuses two proofs at once',
    source: `${RFC_9449}, 4.3, 1`,
    level: 'MUST',
    needs: 'boundToken',
    broken: async (target) =>
      notRefused(await withProof(target, `${good(boundOf(target))}, ${good(boundOf(target))}`)),
  },
  ...WRONG.map(
    ([name, section, proof]): Rule => ({
      name: `refuses a proof ${name}`,
      source: `${RFC_9449}, ${section}`,
      level: 'MUST',
      needs: 'boundToken',
      broken: async (target) =>
        notRefused(await withProof(target, proof(boundOf(target))), 'invalid_dpop_proof'),
    }),
  ),
];

type Bound = NonNullable<Target['boundToken']> & { url: string };

function boundOf({ boundToken, url }: Target): Bound {
  if (boundToken === undefined) throw new Error('needs a token that is bound to a key');
  return { ...boundToken, url };
}

function good({ key, token, url }: Bound, change?: Parameters<typeof proofOf>[2]): string {
  return proofOf(key, { htm: 'POST', htu: url, token }, change);
}

function withProof(target: Target, dpop: string): Promise<Answer> {
  return send(target, { headers: { authorization: `DPoP ${boundOf(target).token}`, dpop } });
}
