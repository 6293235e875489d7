import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { outside } from './outside.ts';

const PACKAGE = join(ROOT, 'shared', 'entry-checks');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
/** Bytes of what a host installs for it. */
const MAX_BYTES = 100_000;

describe('the checks of entries as npm packs them', () => {
  let folder: string;
  const installed = (...path: string[]) => join(folder, 'node_modules', '@ashlar', 'entry-checks', ...path);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ashlar-entry-checks-'));
    const { packageManager } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    await outside(PACKAGE, 'npx', '-y', packageManager, 'pack', '--pack-destination', folder);
    const [tarball = ''] = await readdir(folder);
    await writeFile(join(folder, 'package.json'), '{}');
    // Offline: there is nothing else to bring.
    const flags = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
    await outside(folder, 'npm', 'install', ...flags, join(folder, tarball));
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is one package with one file of code that imports nothing', async () => {
    const lock = JSON.parse(await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8'));
    expect(Object.keys(lock.packages)).toEqual(['node_modules/@ashlar/entry-checks']);
    const files = await readdir(installed('dist'), { recursive: true });
    expect(files.filter((file) => file.endsWith('.js'))).toEqual(['index.js']);
    const code = await readFile(installed('dist', 'index.js'), 'utf8');
    expect(code).not.toMatch(/^import\b|\bimport\(|\brequire\(|\bprocess\.|\bglobalThis\b/m);
    expect((await stat(installed('dist', 'index.js'))).size).toBeLessThan(MAX_BYTES);
  });

  it('is used from plain JavaScript as its README says', async () => {
    const readme = await readFile(installed('README.md'), 'utf8');
    const [, example = '', printed = ''] = /```js\n(.*?)```.*?```text\n(.*?)```/s.exec(readme) ?? [];
    await writeFile(join(folder, 'example.mjs'), example);
    expect(await outside(folder, process.execPath, 'example.mjs')).toBe(printed);
  });

  it.each(['nodenext', 'bundler'])('has types for TypeScript that resolves as %s', async (resolution) => {
    await mkdir(join(folder, resolution));
    await writeFile(join(folder, resolution, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, resolution, 'host.ts'), HOST);
    const module = resolution === 'bundler' ? 'esnext' : resolution;
    const flags = [
      '--strict',
      '--noEmit',
      '--types',
      '',
      '--module',
      module,
      '--moduleResolution',
      resolution,
    ];
    expect(await outside(join(folder, resolution), process.execPath, TSC, ...flags, 'host.ts')).toBe('');
  });
});

/** Every type and function, as a host would use them; each line that expects an error has to have one. */
const HOST = `
import {
  CODES, type Checked, type Code, type Context, checkEntry, checkHostSettings, checkLookAlike, checkName, checkSecret,
  type Entry, escaped, type Finding, finding, isLocal, type LocalEntry, type PackageRef, type Reference, readNpm,
  readPypi, type Registry, type RemoteEntry, type Value,
} from '@ashlar/entry-checks';

const token: Reference = { kind: 'env', name: 'TOKEN' };
const env: Record<string, Value> = { TOKEN: token, LANG: 'C' };
const local: LocalEntry = { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env };
const remote: RemoteEntry = { transport: 'http', url: 'https://mcp.example.com', headers: {} };
const context: Context = { scope: 'user' };
const entries: Entry[] = [local, remote];
const checked: Checked[] = entries.map((entry) => checkEntry('notes', entry, context));
const findings: Finding[] = [
  ...checked.flatMap((each) => each.findings), ...checkHostSettings({}), ...checkName('x'),
  ...checkSecret('env TOKEN', 'TOKEN', 'x'), finding('not-as-locked', escaped('x'), 'y'),
];
const packages: PackageRef[] = checked.flatMap((each) => each.packages);
const registries: Registry[] = packages.map(({ registry }) => registry);
const codes: Code[] = findings.map(({ code }) => code);
const told: ('refused' | 'warning')[] = codes.map((code) => CODES[code].severity);
const read = [readNpm('a@1.0.0'), readPypi('a==1')].flatMap((each) => ('ref' in each ? checkLookAlike(each.ref) : each.findings));
export const all = [registries, told, read, entries.filter(isLocal).map(({ command }) => command)];

// @ts-expect-error there is no such code
finding('no-such-code', 'x', 'y');
// @ts-expect-error an entry has arguments
checkEntry('x', { command: 'npx', env: {} }, context);
// @ts-expect-error the scope decides what a relative path means
checkEntry('x', local, {});
`;
