#!/usr/bin/env node
import { existsSync } from 'node:fs';

if (!process.features.typescript) {
  process.stderr.write(
    'ashlar-generate: loads the TypeScript of the server, which takes Node 22.18 or later.\n',
  );
  process.exit(1);
}
// In the workspace the kit runs from its sources; as an installed package, from what was built of them.
const folder = existsSync(new URL('../src', import.meta.url)) ? '../src' : '../dist';
const ending = folder === '../src' ? 'ts' : 'js';
const { generate } = await import(new URL(`${folder}/generate/generate.${ending}`, import.meta.url).href);
const { productsOf } = await import(new URL(`${folder}/generate/products.${ending}`, import.meta.url).href);
await generate(process.argv.slice(2), process.cwd(), productsOf);
