import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { productsOf, stale, write } from '../../src/generate/products.ts';

const from = (module: string) => JSON.stringify(import.meta.resolve(module));
/** A server of another house, without words that stand alone on its command line. */
const SERVER = `import { defineServer } from ${from('../../src/index.ts')};
import * as z from ${from('zod')};
import manifest from '../package.json' with { type: 'json' };

export const server = defineServer({
  name: 'notes',
  title: 'Notes',
  manifest,
  description: 'Keeps notes.',
  options: z.object({ folder: z.string().meta({ description: 'Where they are.' }), tone: z.string() }),
  prepare: (options) => options,
  instructions: ({ folder, tone }) => \`Notes in \${folder}, \${tone}.\`,
  open: () => ({ close() {} }),
  tools: [],
});
`;
const MANIFEST = {
  name: '@acme/notes',
  version: '1.2.3',
  bin: { 'acme-notes': 'dist/main.js' },
  ashlar: { sample: ['--folder', 'shelf', '--tone', 'dry'] },
};
const README = ['tools', 'options']
  .map((name) => `<!-- generated:${name} -->\n<!-- /generated -->\n`)
  .join('\n');

async function notes(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ashlar-generate-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'src'));
  await mkdir(join(folder, 'shelf'));
  await writeFile(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  await writeFile(join(folder, 'src', 'server.ts'), SERVER);
  await writeFile(join(folder, 'README.md'), README);
  return folder;
}

it('starts a server as its manifest says, and speaks of it by the names of its own house', async () => {
  const products = await productsOf(await notes());
  const [lock, readme, json] = products.map(({ text }) => text);
  expect(products.map(({ path }) => basename(path))).toEqual(['tools.lock.json', 'README.md', 'server.json']);
  expect(JSON.parse(lock ?? '')).toMatchObject({ instructions: 'Notes in <shelf>, dry.' });
  expect(readme).toContain('| `--folder` | `ACME_FOLDER` | Where they are. |');
  expect(readme).not.toContain('--read-only');
  expect(json).toContain('"ACME_READ_ONLY"');
  expect(json).not.toContain('ASHLAR');
});

it('is stale until it is written, and then no more', async () => {
  const folder = await notes();
  const products = await productsOf(folder);
  expect(stale(products)).toEqual(products);
  write(products);
  expect(stale(await productsOf(folder))).toEqual([]);
});
