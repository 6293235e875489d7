import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../scripts/check/command.ts';
import { packages } from '../scripts/check/packages.ts';
import { style } from '../scripts/check/style.ts';
import { surface } from '../scripts/check/surface.ts';
import { types } from '../scripts/check/types.ts';
import { ROOT } from '../scripts/check/workspace.ts';
import { finds } from './finds.ts';
import { manifest, planted } from './planted.ts';

const TINY = 'servers/tiny';
const node = (script: string, args: readonly string[], cwd: string) =>
  outputOf(process.execPath, [join(ROOT, 'scripts', script), ...args], cwd);
const check = (root: string, ...names: string[]) => node('check/check.ts', names, root);

describe('npm run check', () => {
  it('ends with exit code 0 where all is well', async () => {
    const { code, output } = await check(await planted(), 'layout', 'imports');
    expect(output).toMatch(/^ok {5}layout \(.*\)\nok {5}imports \(.*\)\n$/);
    expect(code).toBe(0);
  });

  it('ends with exit code 1 where one of them finds something, and says what', async () => {
    const root = await planted({ 'servers/tiny/sample/names.txt': null });
    const { code, output } = await check(root, 'layout', 'imports');
    expect(output).toMatch(/^failed layout \(.*\)\n {4}servers\/tiny has no sample\nok {5}imports/);
    expect(code).toBe(1);
  });

  it('ends with exit code 2 where there is no such check', async () => {
    const { code, output } = await check(await planted(), 'layout', 'spelling');
    expect(output).toMatch(/^There is no check 'spelling'; there are types, style, /);
    expect(code).toBe(2);
  });

  it('knows no check by the name of what every object has', async () => {
    expect(await check(await planted(), 'toString')).toMatchObject({ code: 2 });
  });

  it('counts a check that cannot be done as failed, and goes on', async () => {
    const root = await planted({ 'servers/tiny/src/greeting/bye.ts': 'function {' });
    const { code, output } = await check(root, 'imports', 'surface');
    expect(output).toMatch(/^failed imports \(.*\)\n {4}the check itself failed: [\s\S]*\nok {5}surface/);
    expect(code).toBe(1);
  });

  it('shows what it knows with --help', async () => {
    expect(await check(await planted(), '--help')).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^npm run check.*types/),
    });
  });
});

describe('the check surface', () => {
  const vault = (tokens: number) => ({
    'servers/vault/package.json': manifest({ name: '@ashlar/vault' }),
    'servers/vault/tools.lock.json': JSON.stringify({ tokens }),
  });

  finds(surface, [
    [
      'tools that cost too much',
      { [`${TINY}/tools.lock.json`]: '{ "tokens": 1001 }' },
      `${TINY}: the tools cost 1001 tokens, more than 1000`,
    ],
    [
      'tools that cost too much in a server that may cost more',
      vault(1_201),
      'servers/vault: the tools cost 1201 tokens, more than 1200',
    ],
  ]);

  it('lets a server cost more that may', async () => {
    expect(await surface(await planted(vault(1_200)))).toEqual([]);
  });
});

describe('the check generated', () => {
  it('finds every file that no longer says what the code says', async () => {
    const parts = ['picture', 'rooms'].map((name) => `<!-- generated:${name} -->\n<!-- /generated -->\n`);
    const root = await planted({ 'docs/architecture.md': parts.join('\n') });
    await symlink(
      join(ROOT, 'servers', 'filesystem', 'node_modules'),
      join(root, 'node_modules'),
      'junction',
    );
    expect(await node('generate/main.ts', [], root)).toMatchObject({ code: 0 });
    expect(await check(root, 'generated')).toMatchObject({ code: 0 });
    const change = async (path: string, was: string, is: string) => {
      const text = await readFile(join(root, path), 'utf8');
      expect(text).toContain(was);
      await writeFile(join(root, path), text.replace(was, is));
    };
    await change('servers/tiny/README.md', '| `say_hi` | read | Greets one person. | `name` |', '');
    await change('servers/tiny/server.json', '"ASHLAR_READ_ONLY"', '"READ_ONLY"');
    await change('servers/tiny/tools.lock.json', '"tokens": ', '"tokens": 1');
    await change('servers/tiny/LICENSE', 'The terms', 'Other terms');
    await change('docs/architecture.md', 'room-tools --> room-domain', 'room-domain --> room-tools');
    expect(await node('generate/main.ts', ['--check'], root)).toMatchObject({ code: 1 });
    const { code, output } = await check(root, 'generated');
    const stale = [...output.matchAll(/^ {4}(\S+) is stale: run npm run generate$/gm)].map(
      ([, path]) => path,
    );
    expect(stale.sort()).toEqual([
      join('docs', 'architecture.md'),
      ...['LICENSE', 'README.md', 'server.json', 'tools.lock.json'].map((name) => join(TINY, name)),
    ]);
    expect(code).toBe(1);
  });
});

describe('the check types', () => {
  it('finds a type that does not fit', async () => {
    const bye = 'src/greeting/bye.ts';
    const tsconfig = (file: string) => `{ "compilerOptions": { "types": [] }, "files": ["${file}"] }`;
    const root = await planted({
      'tsconfig.json': tsconfig('shared/kit/src/errors.ts'),
      'shared/kit/tsconfig.json': tsconfig('src/errors.ts'),
      'servers/tiny/tsconfig.json': tsconfig(bye),
      [`${TINY}/${bye}`]: 'export const bye: number = 1;\n',
    });
    expect(await types(root)).toEqual([]);
    await writeFile(join(root, TINY, bye), 'export const bye: number = "bye";\n');
    expect(await types(root)).toEqual([expect.stringMatching(/bye\.ts.* not assignable to type 'number'/)]);
  });
});

describe('the check style', () => {
  it('finds what the formatter would change', async () => {
    const root = await planted({
      'biome.json': '{ "files": { "includes": ["*.ts"] } }\n',
      'a.ts': 'foo();\n',
    });
    expect(await style(root)).toEqual([]);
    await writeFile(join(root, 'a.ts'), 'foo( );\n');
    expect(await style(root)).toEqual([expect.stringContaining('a.ts format')]);
  });
});

describe('the check packages', () => {
  it('finds types that lead nowhere, and a server too heavy, without licences, not as its manifest says', async () => {
    const { packageManager } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const root = await planted({
      'package.json': JSON.stringify({ private: true, packageManager }),
      'shared/kit/package.json': manifest({ name: '@ashlar/kit', bin: undefined, exports: './dist/a.js' }),
      'shared/kit/dist/a.js': 'export {};\n',
      'shared/kit/dist/a.d.ts': "export * from './b.js';\n",
      [`${TINY}/package.json`]: manifest({ main: 'dist/missing.js' }),
      [`${TINY}/dist/main.js`]: `#!/usr/bin/env node\n${' '.repeat(1_004_999)}`,
    });
    expect(await packages(root)).toEqual([
      expect.stringMatching(/^@ashlar\/kit: [\s\S]*Internal resolution error/),
      expect.stringMatching(/^@ashlar\/tiny: [\s\S]*missing\.js/),
      '@ashlar/tiny: dist is 1.01 MB, more than 1',
      '@ashlar/tiny: dist has no LICENSES.txt',
    ]);
  });
});
