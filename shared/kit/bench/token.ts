import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { interleave, type Row, summarise, table } from '../src/bench/series.ts';
import { Authenticator } from '../src/identity/authenticator.ts';
import { IdentityWatch } from '../src/identity/drift/watch.ts';
import { openRevocations } from '../src/identity/revocation/open-revocations.ts';
import { createIssuer } from '../src/identity/tokens/issuer.ts';
import { openTokens } from '../src/identity/tokens/open-tokens.ts';
import { VerifiedTokens } from '../src/identity/tokens/verified-tokens.ts';
import { createLog } from '../src/log/log.ts';
import { MemoryState } from '../src/state/memory-state.ts';

const ROUNDS = 20;
const CALLS = 500;
const ISSUER = 'https://idp.example.test';
const RESOURCE = 'https://mcp.example.test/mcp';
/** Milliseconds that a token may take, whose key is known. */
const BOUND = 0.3;

/** What it costs to let a token in, beside a bare verification of its signature by jose with the key at hand. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
  const rows = [...(await measured('RS256', folder)), ...(await measured('ES256', folder))];
  rmSync(folder, { recursive: true });
  const { text, holds } = table(rows, 'jose jwtVerify');
  console.log(`Node ${process.version}, ${process.platform}-${process.arch}\n\n${text}`);
  process.exitCode = holds ? 0 : 1;
}

async function measured(alg: string, folder: string): Promise<Row[]> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), alg, kid: 'one', use: 'sig' };
  const token = await new SignJWT({ client_id: 'desk', scope: 'echo:read', tenant: 'acme' })
    .setProtectedHeader({ alg, kid: 'one', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setAudience(RESOURCE)
    .setSubject('ann')
    .setJti('one')
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(privateKey);
  const identity = await identityOf(jwk, folder);
  const request = { headers: { authorization: `Bearer ${token}` }, method: 'POST', originalUrl: '/mcp' };
  const runs = await interleave(ROUNDS, {
    ours: () => many(() => identity.authenticate({ ...request, socket: undefined as never })),
    peer: () => many(() => jwtVerify(token, publicKey, { issuer: ISSUER, audience: RESOURCE })),
  });
  const median = (of: 'ours' | 'peer', key: 'median' | 'p99') =>
    summarise((runs[of] ?? []).map((run) => run[key])).median;
  const row = (what: string, key: 'median' | 'p99', bound?: Row['bound']): Row => ({
    ...{ what, ours: median('ours', key), peer: median('peer', key), unit: 'ms' },
    ...(bound !== undefined && { bound }),
  });
  return [row(`${alg}, p50`, 'median', { value: BOUND }), row(`${alg}, p99`, 'p99')];
}

/** All that a server with an issuer and a list of ended grants has, with the issuer's answers at hand. */
async function identityOf(jwk: object, folder: string): Promise<Authenticator> {
  const answers: Readonly<Record<string, unknown>> = {
    '/.well-known/oauth-authorization-server': { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` },
    '/keys': { keys: [jwk] },
  };
  const issuer = createIssuer(ISSUER, {
    fetch: async (input) => Response.json(answers[new URL(String(input)).pathname]),
  });
  const ended = join(folder, 'ended');
  writeFileSync(ended, Array.from({ length: 1_000 }, (_, index) => `jti-${index}\n`).join(''));
  const log = createLog({ level: 'silent', fields: {} });
  const host = { log, recorders: [], server: { name: 'echo' }, options: { authPolicy: [] } };
  const source = openTokens({
    issuer,
    audiences: [RESOURCE],
    tenantClaim: 'tenant',
    // Each time as if it were the first.
    get recent() {
      return new VerifiedTokens();
    },
  });
  return new Authenticator({
    sources: [{ via: 'token', scheme: 'Bearer', source }],
    resource: () => new URL(RESOURCE),
    revocations: await openRevocations(ended),
    proofs: new MemoryState(),
    watch: new IdentityWatch(host as never),
  });
}

async function many(task: () => Promise<unknown>) {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    const started = performance.now();
    await task();
    times.push(performance.now() - started);
  }
  return summarise(times);
}

await main();
