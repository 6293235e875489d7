import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSource, type Source } from '../scripts/check/source.ts';
import { planted } from './planted.ts';

async function sourceOf(text: string): Promise<Source> {
  const root = await planted();
  await writeFile(join(root, 'a.ts'), text);
  return readSource(root, 'a.ts');
}

it('counts lines as an editor does', async () => {
  expect((await sourceOf('')).lines).toBe(1);
  expect((await sourceOf('a;\nb;\n')).lines).toBe(2);
  expect((await sourceOf('a;\nb;')).lines).toBe(2);
});

it.each([
  ['a declaration', 'function a() {\n}', 2],
  ['an arrow with a parameter a line', 'const a = (\n  b: string,\n): void => {\n};', 4],
  ['an expression', 'const a = () => 1;', 1],
  ['a method', 'class A {\n  a(): void {\n  }\n}', 2],
  ['a method of an object', 'call({ async a() {\n} });', 2],
  ['a function in an argument', 'it(1, [function () {\n}]);', 2],
  ['braces in texts, templates and comments', 'function a() {\n  return `}\n` + "{"; // }\n}', 4],
])('measures %s', async (_, text, lines) => {
  expect((await sourceOf(`\n${text}\nrest();\n`)).functions).toEqual([{ line: expect.any(Number), lines }]);
});

it('says where a function starts', async () => {
  const { functions } = await sourceOf('a();\nfunction b() {\n  const c = () => 1;\n}\n');
  expect(functions).toEqual([
    { line: 2, lines: 3 },
    { line: 3, lines: 1 },
  ]);
});

it.each([
  ["import { a } from './b.ts';", false],
  ["import './b.ts';", false],
  ["import type { A } from './b.ts';", true],
  ["import { type A, type B } from './b.ts';", true],
  ["import { type A, b } from './b.ts';", false],
  ["export * from './b.ts';", false],
  ["export { a } from './b.ts';", false],
  ["export type { A } from './b.ts';", true],
  ["await import('./b.ts');", false],
  ["import {\n  a,\n} from './b.ts';", false],
])('%s is an import', async (text, typeOnly) => {
  expect((await sourceOf(`\n${text}\n`)).imports).toEqual([{ target: './b.ts', line: 2, typeOnly }]);
});

it.each(["// import { a } from './b.ts';", `const a = "import a from './b.ts'";`, 'const from = `./b.ts`;'])(
  '%s is none',
  async (text) => {
    expect((await sourceOf(text)).imports).toEqual([]);
  },
);

it('knows the tools that are defined, and not those that are mentioned', async () => {
  const text = `const words = { name: 'no' }; // defineTool({ name: 'nor_this' })
    export const a = defineTool({ title: 'Do', name: 'do_it' });
    export const b = defineTool({ title: 'Nameless' });`;
  expect((await sourceOf(text)).tools).toEqual(['do_it', '']);
});

it('throws where a file is no source', async () => {
  await expect(sourceOf('function {')).rejects.toThrow();
});
