import { readdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { connectStdio } from '../shared/kit/src/testing/client.ts';
import { outside } from './outside.ts';

const KIT = join(ROOT, 'shared', 'kit');
const { packageManager } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
const { name, version } = JSON.parse(await readFile(join(KIT, 'package.json'), 'utf8'));
const registry = await outside(
  tmpdir(),
  'npm',
  'view',
  'zod',
  'name',
  '--fetch-retries=0',
  '--fetch-timeout=5000',
).then(
  () => true,
  () => false,
);

/** One server alone, copied by somebody who makes their own of it, with the kit as it would be published. */
describe.skipIf(!registry)('a fork of the filesystem server, where the npm registry can be reached', () => {
  let folder: string;
  let fork: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ashlar-fork-'));
    fork = join(folder, 'my-server');
    await outside(KIT, 'npx', '-y', packageManager, 'pack', '--pack-destination', folder);
    const tarball = `../${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    await cp(join(ROOT, 'servers', 'filesystem'), fork, {
      recursive: true,
      filter: (path) => !['node_modules', 'dist'].includes(basename(path)),
    });
    const manifest = await readFile(join(fork, 'package.json'), 'utf8');
    await writeFile(join(fork, 'package.json'), manifest.replace('workspace:^', `file:${tarball}`));
    await outside(fork, 'npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund');
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('gets a kit that is what its sources give, without what was once built of them', () => {
    const files = (path: string, ending: string) =>
      readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith(ending))
        .map((file) => file.slice(0, -ending.length))
        .sort();
    const built = join(fork, 'node_modules', '@ashlar', 'kit', 'dist');
    expect(files(built, '.js')).toEqual(files(join(KIT, 'src'), '.ts'));
    expect(files(built, '.d.ts')).toEqual(files(join(KIT, 'src'), '.ts'));
  });

  it('type-checks, tests and benches included', () => outside(fork, 'npm', 'run', 'types'), 60_000);

  it('builds a program that answers', async () => {
    await outside(fork, 'npm', 'run', 'build');
    const args = [join(fork, 'dist', 'main.js'), join(fork, 'sample')];
    const client = await connectStdio('v2', { command: process.execPath, args });
    expect(await client.text('list', {})).toContain('recipes/');
    await client.close();
  }, 60_000);

  it('keeps the contract', () => outside(fork, 'npm', 'test', '--', 'test/contract.test.ts'), 120_000);
});
