import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { newKey } from '../src/identity/keys/api-keys.ts';

const HOUR = 3_600_000;

/** A file of keys at `path` with one key in it, and that key. */
export function writeKey(path: string): string {
  const { id, key, hash } = newKey();
  const [notBefore, expiresAt] = [-1, 1].map((hours) => new Date(Date.now() + hours * HOUR).toISOString());
  const stored = { id, hash, owner: 'bench', tenant: 'acme', scopes: ['echo:read'], notBefore, expiresAt };
  writeFileSync(path, JSON.stringify({ keys: [stored] }));
  return key;
}

export interface Issuer {
  url: string;
  token(audience: string): Promise<string>;
  close(): void;
}

/** An authorization server with nothing but metadata, keys and tokens. */
export async function startIssuer(): Promise<Issuer> {
  const keys = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' };
  const server = createServer((request, response) => {
    const body = request.url === '/keys' ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/keys` };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token: (audience) =>
      new SignJWT({ client_id: 'bench', scope: 'echo:read', tenant: 'acme', jti: crypto.randomUUID() })
        .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'at+jwt' })
        .setIssuer(url)
        .setSubject('bench')
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(keys.privateKey),
    close: () => void server.close().closeAllConnections(),
  };
}
