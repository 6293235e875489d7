import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealed } from '../../../shared/cli/src/signed/envelope.ts';
import { type KeyRing, keysIn } from '../../../shared/cli/src/signed/key-ring.ts';
import { lockIn, type Manifest, signedPackage } from '../../../shared/cli/src/signed/signed-package.ts';
import { SIGNATURE, statementOf } from '../../../shared/cli/src/signed/statement.ts';
import { filesIn, unzipped } from '../../../shared/cli/src/signed/tarball.ts';
import { type Package, serverPackages } from '../../check/workspace.ts';
import { pnpmEnvironment, pnpmThroughNpx } from '../../setup/pnpm.mjs';
import { npmCommand } from '../../setup/program.mjs';
import { ROOT } from '../../setup/workspace.mjs';
import { run } from '../run.ts';
import { RING } from './ring.ts';
import { signingKey } from './signing-key.ts';

/**
 * Signs each server as it will be published: packed, read, signed file by file, and then packed once more and verified as
 * its users will. A release that cannot be verified stops here. `ring` is the file of keys that are believed.
 */
async function signServers(ring: string): Promise<void> {
  const keys = keysIn(ring);
  const key = signingKey(process.env, keys);
  for (const server of serverPackages(ROOT)) {
    const file = join(server.path, SIGNATURE);
    rmSync(file, { force: true });
    const files = filesIn(unzipped(await packed(server)));
    const { name, version } = manifestIn(files);
    const { sha256: definitions } = lockIn(files);
    writeFileSync(file, sealed(statementOf(files, { name, version, definitions }), key));
    const { statement } = verified(await packed(server), { name, version }, keys);
    process.stderr.write(`signed ${name} ${version}: ${statement.subject.length} files\n`);
  }
}

/** As the registry will have it. Nothing of a package runs while it is packed: none has a script for that. */
async function packed({ path }: Package): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-sign-'));
  try {
    const words = pnpmThroughNpx(ROOT, ['pack', '--pack-destination', folder]);
    const { file, args, shell } = npmCommand('npx', words);
    const { ASHLAR_SIGNING_KEY: _, ...env } = process.env;
    await run(file, args, { cwd: path, env: pnpmEnvironment(env), shell });
    const [tarball = ''] = readdirSync(folder);
    return readFileSync(join(folder, tarball));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function manifestIn(files: ReadonlyMap<string, Buffer>): Manifest {
  return JSON.parse(String(files.get('package.json'))) as Manifest;
}

function verified(tarball: Buffer, { name, version }: { name: string; version: string }, keys: KeyRing) {
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  return signedPackage(tarball, { name, version, integrity }, keys);
}

const [flag, ring = RING] = process.argv.slice(2);
if (flag !== undefined && flag !== '--keys') throw new Error('sign takes --keys <file>, and nothing else.');
await signServers(ring);
