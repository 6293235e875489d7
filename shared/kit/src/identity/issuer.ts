import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';

/** What is used of an authorization server's metadata (RFC 8414, section 2; OpenID Connect Discovery 1.0). */
export interface IssuerMetadata {
  issuer: string;
  jwks_uri: string;
  introspection_endpoint?: string;
}

/** An authorization server, looked up when the first token arrives and again every hour. */
export interface Issuer {
  metadata(): Promise<IssuerMetadata>;
  /** The key a token names. An unknown key is looked up once, not once a request. */
  key: JWTVerifyGetKey;
}

export interface IssuerOptions {
  fetch?: typeof fetch;
  /** Told when the metadata or the set of keys has changed in a way nobody announced. */
  changed?(what: string): void;
}

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

  async function look() {
    const metadata = await discover(url, send);
    if (known !== undefined && known.metadata.jwks_uri !== metadata.jwks_uri)
      changed('the address of its keys');
    const key =
      known?.metadata.jwks_uri === metadata.jwks_uri ? known.key : remoteKeys(metadata.jwks_uri, send);
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
    const found = await readJson(place, send);
    if (found === undefined) continue;
    const { issuer: named, jwks_uri: keys } = found;
    // RFC 8414, 3.3: metadata of another issuer must not be used.
    if (typeof named !== 'string' || withoutSlash(named) !== withoutSlash(issuer)) {
      throw new Error(`The metadata at ${place} belongs to another issuer.`);
    }
    if (typeof keys !== 'string') throw new Error(`The metadata at ${place} names no jwks_uri.`);
    return { issuer: named, jwks_uri: safeUrl(keys).href, ...endpoint(found.introspection_endpoint) };
  }
  throw new Error(`No metadata of the issuer ${issuer} was found.`);
}

/** People type an issuer with or without the last slash; tokens have it as the metadata has it. */
function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}

function endpoint(value: unknown): Pick<IssuerMetadata, 'introspection_endpoint'> {
  return typeof value === 'string' ? { introspection_endpoint: safeUrl(value).href } : {};
}

async function readJson(url: string, send: typeof fetch): Promise<Record<string, unknown> | undefined> {
  const response = await send(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) return undefined;
  const text = await response.text();
  return text.length > MAX_BYTES ? undefined : (JSON.parse(text) as Record<string, unknown>);
}

/** Keys and metadata decide who gets in: they come over https, or from this machine. */
export function safeUrl(text: string): URL {
  const url = new URL(text);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return url;
  throw new Error(`${url.origin} is not https.`);
}
