import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../scripts/check/command.ts';
import { surface } from '../scripts/check/surface.ts';
import { types } from '../scripts/check/types.ts';
import { ROOT } from '../scripts/check/workspace.ts';
import { finds } from './finds.ts';
import { manifest, planted } from './planted.ts';

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
});

describe('the check surface', () => {
  const TINY = 'servers/tiny';
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
  /** A workspace whose server can be loaded and whose generated files are as its code has them. */
  async function generated(): Promise<string> {
    const root = await planted();
    await symlink(
      join(ROOT, 'servers', 'filesystem', 'node_modules'),
      join(root, 'node_modules'),
      'junction',
    );
    expect(await node('generate/generate.ts', [], root)).toMatchObject({ code: 0 });
    return root;
  }

  it('finds nothing in what was generated', async () => {
    const root = await generated();
    expect(await check(root, 'generated')).toMatchObject({ code: 0 });
    const readme = await readFile(join(root, 'servers/tiny/README.md'), 'utf8');
    expect(readme).toContain('| `say_hi` | read | Greets one person. | `name` |');
    expect(readme).toContain('| `<name>` | `ASHLAR_ROOTS` | What is greeted. |  |');
  });

  it.each([
    ['a README', 'servers/tiny/README.md', 'Greets one', 'Greets no'],
    ['a manifest for the registry', 'servers/tiny/server.json', 'Greets.', 'Sings.'],
    ['a lock of the tools', 'servers/tiny/tools.lock.json', '"tokens": ', '"tokens": 1'],
    ['a licence', 'shared/kit/LICENSE', 'terms', 'words'],
  ])('finds %s that is stale', async (_, path, was, is) => {
    const root = await generated();
    const text = await readFile(join(root, path), 'utf8');
    await writeFile(join(root, path), text.replace(was, is));
    const { code, output } = await check(root, 'generated');
    expect(output).toContain(`${path} is stale: run npm run generate`);
    expect(code).toBe(1);
  });
});

describe('the check types', () => {
  it('finds a type that does not fit', async () => {
    const tsconfig = '{ "compilerOptions": { "noEmit": true, "types": [] }, "include": ["src/greeting"] }';
    const root = await planted({
      'tsconfig.json': '{ "files": [] , "references": [] }',
      'shared/kit/tsconfig.json': tsconfig.replace('greeting', ''),
      'servers/tiny/tsconfig.json': tsconfig,
    });
    expect(await types(root)).toEqual([]);
    await writeFile(join(root, 'servers/tiny/src/greeting/bye.ts'), 'export const bye: number = "bye";\n');
    expect(await types(root)).toEqual([expect.stringMatching(/bye\.ts.*is not assignable to type 'number'/)]);
  });
});
