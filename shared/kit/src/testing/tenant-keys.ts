import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKey } from '../identity/keys/api-keys.ts';

/** A file for `--api-keys` with a key for each tenant, which may do everything on that server for an hour. */
export async function tenantKeys<Tenant extends string>(server: string, tenants: readonly Tenant[]) {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-keys-'));
  const path = join(folder, 'keys.json');
  const made = tenants.map((tenant) => ({ tenant, ...newKey() }));
  const stored = made.map(({ tenant, id, hash }) => ({
    ...{ id, hash, tenant, owner: tenant, scopes: [`${server}:destroy`] },
    notBefore: new Date(Date.now() - 60_000).toISOString(),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  }));
  await writeFile(path, JSON.stringify({ keys: stored }));
  return { path, made, dispose: () => rm(folder, { recursive: true }) };
}
