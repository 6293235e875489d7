import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { readJson } from './read-json.ts';

/** What is used of an authorization server's metadata (RFC 8414, section 2; OpenID Connect Discovery 1.0). */
export interface IssuerMetadata {
  issuer: string;
  jwks_uri: string;
  introspection_endpoint?: string;
  token_endpoint?: string;
  authorization_endpoint?: string;
}

/** An authorization server, looked up when the first token arrives and again every hour. */
export interface Issuer {
  metadata(): Promise<IssuerMetadata>;
  /** The key a token names. An unknown key is looked up once, not once a request. */
  key: JWTVerifyGetKey;
}

export interface IssuerOptions {
  fetch?: typeof fetch;
  /** Told which addresses in the metadata have changed, or that none of the keys is known from before. */
  changed?(what: 'metadata' | 'all keys', names: readonly string[]): void;
}

/** Addresses that hardly ever change: whoever moves one of them could put himself in the issuer's place. */
const ENDPOINTS = [
  'jwks_uri',
  'introspection_endpoint',
  'token_endpoint',
  'authorization_endpoint',
] as const satisfies (keyof IssuerMetadata)[];

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 512 * 1024;
const METADATA_MS = 60 * 60_000;
const KEYS_MS = 10 * 60_000;
/** No more than one look for an unknown key in this time. */
const COOLDOWN_MS = 30_000;

export function createIssuer(
  url: string,
  { fetch: send = fetch, changed = () => {} }: IssuerOptions = {},
): Issuer {
  let known: { metadata: IssuerMetadata; key: JWTVerifyGetKey; until: number } | undefined;
  let looking: Promise<typeof known> | undefined;

  const watched = watchKeys(send, (names) => changed('all keys', names));
  async function look() {
    const metadata = await discover(url, send);
    const moved =
      known === undefined ? [] : ENDPOINTS.filter((name) => known?.metadata[name] !== metadata[name]);
    if (moved.length > 0) changed('metadata', moved);
    const key =
      known?.metadata.jwks_uri === metadata.jwks_uri ? known.key : remoteKeys(metadata.jwks_uri, watched);
    known = { metadata, key, until: Date.now() + METADATA_MS };
    return known;
  }
  async function current() {
    if (known !== undefined && Date.now() < known.until) return known;
    looking ??= look().finally(() => {
      looking = undefined;
    });
    // What was known an hour ago still verifies tokens while the issuer does not answer.
    const found = await looking.catch((error) => known ?? Promise.reject(error));
    if (found === undefined) throw new Error('unreachable');
    return found;
  }
  return {
    metadata: async () => (await current()).metadata,
    key: async (header, token) => (await current()).key(header, token),
  };
}

function remoteKeys(uri: string, send: typeof fetch): JWTVerifyGetKey {
  return createRemoteJWKSet(safeUrl(uri), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: KEYS_MS,
    cooldownDuration: COOLDOWN_MS,
    [customFetch]: (address, init) => send(address, { ...init, redirect: 'error' }),
  });
}

/** Looks at every set of keys that comes by: an issuer in its right mind keeps an old key beside a new one. */
function watchKeys(send: typeof fetch, replaced: (names: readonly string[]) => void): typeof fetch {
  let before: readonly string[] = [];
  return async (input, init) => {
    const response = await send(input, init);
    if (!response.ok) return response;
    const { keys } = (await readJson(response.clone(), MAX_BYTES)) as { keys?: { kid?: unknown }[] };
    const names = (Array.isArray(keys) ? keys : []).map(({ kid }) => String(kid));
    if (before.length > 0 && names.length > 0 && !names.some((name) => before.includes(name)))
      replaced(names);
    if (names.length > 0) before = names;
    return response;
  };
}

/** RFC 8414 first, then the two places of OpenID Connect. Throws where none answers with this issuer's metadata. */
async function discover(issuer: string, send: typeof fetch): Promise<IssuerMetadata> {
  const { origin, pathname } = safeUrl(issuer);
  const path = pathname === '/' ? '' : pathname.replace(/\/$/, '');
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const found = await fetchJson(place, send);
    if (found === undefined) continue;
    const { issuer: named, jwks_uri: keys } = found;
    // RFC 8414, 3.3: metadata of another issuer must not be used.
    if (typeof named !== 'string' || withoutSlash(named) !== withoutSlash(issuer)) {
      throw new Error(`The metadata at ${place} belongs to another issuer.`);
    }
    if (typeof keys !== 'string') throw new Error(`The metadata at ${place} names no jwks_uri.`);
    return { issuer: named, jwks_uri: safeUrl(keys).href, ...endpoints(found) };
  }
  throw new Error(`No metadata of the issuer ${issuer} was found.`);
}

/** People type an issuer with or without the last slash; tokens have it as the metadata has it. */
function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}

/** The one that this server calls has to be safe; the others are only watched. */
function endpoints(found: Readonly<Record<string, unknown>>): Partial<IssuerMetadata> {
  const given = ENDPOINTS.slice(1).filter((name) => typeof found[name] === 'string');
  if (given.includes('introspection_endpoint')) safeUrl(String(found.introspection_endpoint));
  return Object.fromEntries(given.map((name) => [name, found[name]]));
}

async function fetchJson(url: string, send: typeof fetch): Promise<Record<string, unknown> | undefined> {
  const response = await send(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.ok) return readJson(response, MAX_BYTES);
  await response.body?.cancel();
  return undefined;
}

/** Keys and metadata decide who gets in: they come over https, or from this machine. */
export function safeUrl(text: string): URL {
  const url = new URL(text);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return url;
  throw new Error(`${url.origin} is not https.`);
}
