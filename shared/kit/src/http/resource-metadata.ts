import { scopesOf } from '../identity/scopes.ts';

/** What tells clients where to get a token for this server (RFC 9728, section 2). */
export interface ResourceMetadata {
  resource: string;
  authorization_servers: string[];
  scopes_supported: string[];
  bearer_methods_supported: ['header'];
  resource_name: string;
}

export function resourceMetadata(
  server: { name: string; title: string },
  resource: URL,
  issuers: readonly string[],
): ResourceMetadata {
  return {
    resource: resource.href.replace(/\/$/, ''),
    authorization_servers: [...issuers],
    scopes_supported: scopesOf(server.name),
    bearer_methods_supported: ['header'],
    resource_name: server.title,
  };
}

/** The two places where clients look: with the resource's path inserted (RFC 9728, 3.1), and at the root. */
export function metadataPaths(resource: URL): string[] {
  const root = '/.well-known/oauth-protected-resource';
  const path = resource.pathname === '/' ? '' : resource.pathname;
  return path === '' ? [root] : [`${root}${path}`, root];
}
