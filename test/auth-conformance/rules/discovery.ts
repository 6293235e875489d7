import { MCP, RFC_9728, type Rule } from '../rule.ts';
import { type Answer, answerOf, send, type Target } from '../target.ts';

interface Metadata {
  resource?: unknown;
  authorization_servers?: unknown;
  bearer_methods_supported?: unknown;
  scopes_supported?: unknown;
}

/** How a client finds out where to get a token. */
export const discoveryRules: readonly Rule[] = [
  {
    name: 'publishes its metadata below its own path, as JSON',
    source: `${RFC_9728}, 3.1 and 3.2`,
    level: 'MUST',
    async broken(target) {
      const { status, headers, text } = await fetched(metadataUrl(target));
      if (status !== 200) return `answered ${status}`;
      const type = headers.get('content-type') ?? '';
      if (!/^application\/json(;|$)/.test(type)) return `is of type ${type}`;
      return parsed(text) === undefined ? 'is no JSON object' : undefined;
    },
  },
  {
    name: 'names in its metadata the address it was asked for',
    source: `${RFC_9728}, 3.3`,
    level: 'MUST',
    async broken(target) {
      const { resource } = await metadata(target);
      return resource === target.url ? undefined : `resource is ${JSON.stringify(resource)}`;
    },
  },
  {
    name: 'names at least one authorization server',
    source: `${MCP}, authorization server location`,
    level: 'MUST',
    async broken(target) {
      const servers = (await metadata(target)).authorization_servers;
      const good = Array.isArray(servers) && servers.length > 0 && servers.every(isIssuer);
      return good ? undefined : `authorization_servers is ${JSON.stringify(servers)}`;
    },
  },
  {
    name: 'names authorization servers that say the same name of themselves',
    source: 'RFC 8414, 3.3; OpenID Connect Discovery, 4.3',
    level: 'MUST',
    async broken(target) {
      for (const issuer of await issuersOf(target)) {
        const found = await issuerMetadata(issuer);
        if (found === undefined) return `${issuer} publishes no metadata`;
        if (found.issuer !== issuer) return `${issuer} calls itself ${found.issuer}`;
      }
      return undefined;
    },
  },
  {
    name: 'takes tokens in the header only, and says so',
    source: `${RFC_9728}, 2; ${MCP}, access token usage`,
    level: 'SHOULD',
    async broken(target) {
      const methods = (await metadata(target)).bearer_methods_supported;
      const right = JSON.stringify(methods) === '["header"]';
      return right ? undefined : `bearer_methods_supported is ${JSON.stringify(methods)}`;
    },
  },
  {
    name: 'asks for no refresh token: offline_access is not among its scopes',
    source: `${MCP}, refresh tokens`,
    level: 'SHOULD',
    async broken(target) {
      const scopes = (await metadata(target)).scopes_supported ?? [];
      if (!Array.isArray(scopes)) return 'scopes_supported is no list';
      return scopes.includes('offline_access') ? 'scopes_supported has offline_access' : undefined;
    },
  },
  {
    name: 'tells in its challenge where the metadata is',
    source: `${RFC_9728}, 5.1`,
    level: 'MUST',
    async broken(target) {
      const { challenges } = await send(target);
      const where = challenges.map(({ parameters }) => parameters.resource_metadata).find(Boolean);
      if (where === undefined) return 'resource_metadata is missing';
      const { resource } = parsed((await fetched(where)).text) ?? {};
      return resource === target.url ? undefined : `${where} is of ${JSON.stringify(resource)}`;
    },
  },
];

/** Where the metadata of an address stands: the well-known name goes before the path. */
export function metadataUrl({ url }: Target): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}${search}`;
}

export async function issuersOf(target: Target): Promise<string[]> {
  const servers = (await metadata(target)).authorization_servers;
  return Array.isArray(servers) ? servers.filter(isIssuer) : [];
}

/** What an issuer says of itself, at any of the places where clients look. */
export async function issuerMetadata(
  issuer: string,
): Promise<{ issuer?: string; token_endpoint?: string } | undefined> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname === '/' ? '' : pathname.replace(/\/$/, '');
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const { status, text } = await fetched(place);
    if (status === 200) return parsed(text);
  }
  return undefined;
}

async function metadata(target: Target): Promise<Metadata> {
  return parsed((await fetched(metadataUrl(target))).text) ?? {};
}

async function fetched(url: string): Promise<Answer> {
  return answerOf(await fetch(url, { redirect: 'error' }));
}

function parsed(text: string): Record<string, string> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 8414, 2: an https URL without query and fragment; http is for tests on this machine. */
function isIssuer(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname, search, hash } = new URL(value);
  const local = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && local)) && search === '' && hash === '';
}
