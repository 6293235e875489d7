import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { type Command, connectHttp, connectStdio } from '../shared/kit/src/testing/client.ts';
import { modernRequest, startHttp, startRaw } from '../shared/kit/src/testing/process.ts';
import { packagesBundled } from './bundled.ts';
import { nodeOnPath } from './node-on-path.ts';
import { outside } from './outside.ts';

const SERVER = join(ROOT, 'servers', 'filesystem');
const WINDOWS = process.platform === 'win32';
/** Bytes of what a server may put on a disk. */
const MAX_BYTES = 1_000_000;

interface Packed {
  filename: string;
  unpackedSize: number;
  files: { path: string }[];
}

describe('the filesystem server as npm packs it', () => {
  let folder: string;
  let packed: Packed;
  const installed = (...path: string[]) =>
    join(folder, 'alone', 'node_modules', '@ashlar', 'filesystem', ...path);
  const notes = () => join(folder, 'notes');
  /** The program under a Node, by default the one that runs the tests; `dist` elsewhere where it was changed. */
  const program = (node = process.execPath, dist = installed('dist')): Command => ({
    command: node,
    args: [join(dist, 'main.js'), notes()],
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ashlar-packaging-'));
    await mkdir(notes());
    await writeFile(join(notes(), 'list.md'), 'milk\n');
    [packed] = JSON.parse(await outside(SERVER, 'npm', 'pack', '--json', '--pack-destination', folder));
    const alone = join(folder, 'alone');
    await mkdir(alone);
    await writeFile(join(alone, 'package.json'), '{}');
    // Offline: there is nothing else to bring.
    const flags = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
    await outside(alone, 'npm', 'install', ...flags, join(folder, packed.filename));
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is one package, and none of its scripts would run', () => {
    const lock = readFileSync(join(folder, 'alone', 'node_modules', '.package-lock.json'), 'utf8');
    const { packages } = JSON.parse(lock);
    expect(Object.keys(packages)).toEqual(['node_modules/@ashlar/filesystem']);
    expect(packages['node_modules/@ashlar/filesystem']).not.toHaveProperty('hasInstallScript');
  });

  it('starts from few files, and loads no cryptography for it', () => {
    const opened = new Set<string>();
    const asked = new Set<string>();
    const open = (file: string) => {
      if (opened.has(file)) return;
      opened.add(file);
      const text = readFileSync(installed('dist', file), 'utf8');
      for (const [, target = ''] of text.matchAll(
        /(?:^|[;}\s])(?:import|export)\b[^"'();]*["']([^"']+)["']/g,
      )) {
        if (target.startsWith('./')) open(target.slice(2));
        else asked.add(target);
      }
    };
    open('main.js');
    expect(opened.size).toBeLessThanOrEqual(5);
    expect([...asked]).toContain('node:path');
    expect([...asked].filter((name) => /crypto|http|net|tls/.test(name))).toEqual([]);
  });

  it('holds the bundle and what belongs to it, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path.replace(/^dist\/chunk-\w{8}\.js$/, 'dist/chunk.js'));
    expect([...new Set(paths)].filter((path) => path !== 'CHANGELOG.md').sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist/LICENSES.txt',
      'dist/chunk.js',
      'dist/main.js',
      'dist/sbom.cdx.json',
      'dist/walk-worker.js',
      'package.json',
      'tools.lock.json',
    ]);
  });

  it('is smaller than a megabyte', () => {
    expect(packed.unpackedSize).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('names the licence of every package that went into the bundle', async () => {
    const bundled = await packagesBundled(SERVER, ['src/main.ts', 'src/walk/worker.ts']);
    expect(bundled).toEqual(
      expect.arrayContaining(['zod', 'express', 're2js', '@modelcontextprotocol/server']),
    );
    const licences = readFileSync(installed('dist', 'LICENSES.txt'), 'utf8');
    const named = [...licences.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(.+\)$/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(bundled);
  });

  it('answers through node_modules/.bin', async () => {
    const bin = join(folder, 'alone', 'node_modules', '.bin', 'ashlar-filesystem');
    const server = startRaw(
      WINDOWS ? { command: 'cmd', args: ['/c', `${bin}.cmd`, notes()] } : { command: bin, args: [notes()] },
    );
    server.send(modernRequest(1, 'server/discover'));
    server.send(modernRequest(2, 'tools/call', { name: 'read', arguments: { path: 'list.md' } }));
    expect(await server.answer(1)).toMatchObject({ result: { capabilities: { tools: {} } } });
    expect(JSON.stringify(await server.answer(2))).toContain('milk');
    server.process.stdin.end();
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('serves stdio without the part that serves HTTP, and says so when that is missing', async () => {
    const dist = join(folder, 'without-http');
    await cp(installed('dist'), dist, { recursive: true });
    const [http = '', ...others] = readdirSync(dist).filter((file) =>
      readFileSync(join(dist, file), 'utf8').includes('x-powered-by'),
    );
    expect(others).toEqual([]);
    await rm(join(dist, http));

    const client = await connectStdio('v2', program(process.execPath, dist));
    expect(await client.text('read', { path: 'list.md' })).toContain('milk');
    await client.close();
    await expect(startHttp(program(process.execPath, dist))).rejects.toThrow(http);
  });

  const node20 = nodeOnPath(20);
  it.skipIf(node20 === undefined)('runs on Node 20, where there is one on the PATH', async () => {
    const client = await connectStdio('v2', program(node20));
    expect(await client.text('read', { path: 'list.md' })).toContain('milk');
    expect(await client.text('search', { query: 'milk' })).toContain('list.md');
    await client.close();
    const server = await startHttp(program(node20));
    onTestFinished(server.stop);
    const remote = await connectHttp('v2', server.url);
    expect(await remote.text('edit', { path: 'list.md', edits: [{ old: 'milk', new: 'milk!' }] })).toContain(
      '+milk!',
    );
    await remote.close();
  });
});
