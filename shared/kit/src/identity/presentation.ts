import type { IncomingMessage } from 'node:http';
import { Refused } from './refused.ts';
import { type Authorization, bearerOf, type OpenSource } from './source.ts';

/** A source that is open, with what its definition says of it. */
export interface Opened {
  via: string;
  scheme: string;
  source: OpenSource;
}

/** A credential, and who judges it. */
export interface Claim {
  by: Opened;
  credential: string;
}

/** What a request presents, before any of it is verified. */
export interface Presentation {
  /** Each credential that it carries, readable or not, whoever takes it: `Authorization` is one whatever it holds. */
  texts: readonly string[];
  authorization: Authorization | undefined;
  /** The last one judges. */
  claims: readonly Claim[];
}

/** `<scheme> <credential>`, RFC 9110, 11.4; the credential is a token68 of at most 8 KB. */
const HEADER = /^(?<scheme>[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}) +(?<credential>[A-Za-z0-9._~+/-]{1,8192}=*)$/;

/** Looks for credentials, and verifies none. */
export function presentationOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  sources: readonly Opened[],
): Presentation {
  const header = headers.authorization;
  const authorization = header === undefined ? undefined : read(header);
  const claims: Claim[] = [];
  for (const by of sources) {
    const credential = by.source.presented({ headers, socket, authorization });
    if (credential !== undefined) claims.push({ by, credential });
  }
  const elsewhere = claims
    .map(({ credential }) => credential)
    .filter((credential) => credential !== authorization?.credential);
  return {
    texts: [...(header === undefined ? [] : [header]), ...new Set(elsewhere)],
    authorization,
    claims,
  };
}

/** The one credential of a request. Throws `Refused` where there is none, more than one, or one that nobody takes. */
export function credentialOf({ texts, authorization, claims }: Presentation, url: string): Claim {
  if (queryOf(url).has('access_token')) {
    throw new Refused(
      'invalid_request',
      'A token belongs in the Authorization header, never in the address.',
    );
  }
  if (texts.length === 0) {
    throw new Refused('invalid_token', 'Authentication is required.', { reason: 'no credential' });
  }
  if (texts.length > 1) {
    throw new Refused('invalid_request', 'A request may carry one credential, and this one carries several.');
  }
  const claim = claims.at(-1);
  if (claim !== undefined) return claim;
  if (bearerOf({ authorization }) === undefined) {
    throw new Refused('invalid_request', 'The Authorization header cannot be read.');
  }
  throw new Refused('invalid_token', 'The credential is not valid here.', { reason: 'no source' });
}

function read(header: string): Authorization | undefined {
  const { scheme, credential } = HEADER.exec(header)?.groups ?? {};
  return scheme === undefined || credential === undefined
    ? undefined
    : { scheme: scheme.toLowerCase(), credential };
}

function queryOf(url: string): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark));
}
