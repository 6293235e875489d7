import type { Leak, Passing } from './leak.ts';
import { proofOf } from './proof.ts';
import type { Target } from './target.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** A proxy's mistakes, each with the rules that it breaks: by a name, or the beginning of names. */
export function leaksOf(target: Target): [breaks: string[], leak: Leak][] {
  const { token = '', foreignToken, expiredToken, boundToken } = target;
  const good = `Bearer ${token}`;
  const proof = () =>
    boundToken === undefined
      ? ''
      : proofOf(boundToken.key, { htm: 'POST', htu: target.url, token: boundToken.token });
  /** Lets in whose header is so. */
  const letsIn = (passes: (header: string) => boolean): Leak => ({
    request(passing) {
      if (passes(passing.headers.authorization ?? '')) passing.headers.authorization = good;
    },
  });
  const locksOut = (stops: (header: string) => boolean): Leak => ({
    request(passing) {
      if (stops(passing.headers.authorization ?? '')) delete passing.headers.authorization;
    },
  });
  const isBound = ({ headers }: Passing) => headers.authorization?.endsWith(` ${boundToken?.token}`) === true;
  let served = false;
  return [
    [['publishes its metadata'], metadata(() => undefined)],
    [['names in its metadata'], metadata((it) => ({ ...it, resource: 'https://other.example/mcp' }))],
    [['names at least one'], metadata((it) => ({ ...it, authorization_servers: [] }))],
    [
      ['names authorization servers'],
      metadata((it) => ({ ...it, authorization_servers: [`${it.authorization_servers}/other`] })),
    ],
    [
      ['takes tokens in the header'],
      metadata((it) => ({ ...it, bearer_methods_supported: ['header', 'query'] })),
    ],
    [['asks for no refresh'], metadata((it) => ({ ...it, scopes_supported: ['offline_access'] }))],
    [['tells in its challenge', 'says which scope that is'], challenge(/, resource_metadata="[^"]*"/, '')],
    [['refuses a request without'], letsIn((header) => header === '')],
    [['refuses a request without'], challenge(/.+/, '???')],
    [['names no error'], challenge(/^Bearer scope/, 'Bearer error="invalid_token", scope')],
    [['says in its challenge which scope', 'says which scope that is'], challenge(/scope="[^"]*"/, 'x="y"')],
    [['refuses a token that nobody'], letsIn((header) => header === 'Bearer made-up')],
    [['refuses a token that nobody'], challenge(/invalid_token/, 'oh_no')],
    [['refuses a header without'], letsIn((header) => header.startsWith('Basic'))],
    [['refuses a header without'], letsIn((header) => header === 'Bearer')],
    [['refuses a token that is not signed'], letsIn((header) => header.endsWith('.'))],
    [
      ['refuses a token that is not signed'],
      letsIn((header) => Buffer.from(header.slice(7).split('.')[0] ?? '', 'base64url').includes('HS256')),
    ],
    [['serves a good token'], locksOut((header) => header === good)],
    [['takes the name of the scheme'], locksOut((header) => /^(?:bearer|BEARER)/.test(header))],
    [
      ['takes no token from the address', 'refuses a token in the address'],
      {
        request(passing) {
          const [path = '', query] = passing.path.split('?access_token=');
          passing.path = path;
          if (query !== undefined) passing.headers.authorization = `Bearer ${query}`;
        },
      },
    ],
    [
      ['asks for the token with every'],
      {
        request({ headers }) {
          if (headers.authorization === good) served = true;
          else if (served) headers.authorization ??= good;
        },
      },
    ],
    [
      ['refuses a good token of which'],
      letsIn((header) => header.split('.').length === 3 && header !== good),
    ],
    [['refuses a token of its own issuer'], letsIn((header) => header === `Bearer ${foreignToken}`)],
    [['refuses a token whose time'], letsIn((header) => header === `Bearer ${expiredToken}`)],
    [
      ['answers a call that takes'],
      {
        answer(passing) {
          if (passing.status === 403) passing.status = 401;
        },
      },
    ],
    [
      ['serves a token that is bound', 'takes a proof once'],
      { request: ({ headers }) => void delete headers.dpop },
    ],
    [
      ['refuses it as a bearer'],
      {
        request(passing) {
          if (!isBound(passing)) return;
          passing.headers.authorization = `DPoP ${boundToken?.token}`;
          passing.headers.dpop = proof();
        },
      },
    ],
    [
      ['refuses it without a proof'],
      {
        request(passing) {
          if (passing.headers.authorization?.startsWith('DPoP ')) passing.headers.dpop ??= proof();
        },
      },
    ],
    [['refuses it without a proof'], challenge(/^DPoP/, 'Bearer')],
    [['says in that challenge'], challenge(/, algs="[^"]*"/, '')],
    [['says in that challenge'], challenge(/algs="/, 'algs="none ')],
    [
      ['takes a proof once', 'refuses two proofs', 'refuses a proof '],
      {
        request({ headers }) {
          if (headers.dpop !== undefined) headers.dpop = proof();
        },
      },
    ],
  ];
}

type Metadata = Record<string, unknown>;

function metadata(change: (it: Metadata) => Metadata | undefined): Leak {
  return {
    answer(passing) {
      if (!passing.path.startsWith(WELL_KNOWN)) return;
      const changed = change(JSON.parse(passing.body) as Metadata);
      if (changed === undefined) passing.status = 404;
      else passing.body = JSON.stringify(changed);
    },
  };
}

function challenge(was: RegExp, is: string): Leak {
  return {
    answer({ headers }) {
      const said = headers['www-authenticate'];
      if (said !== undefined) headers['www-authenticate'] = said.replace(was, is);
    },
  };
}
