import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from './load.ts';
import { lockFile } from './lock.ts';
import { readme } from './readme.ts';
import { serverJson } from './server-json.ts';

/** A file that restates code, and what it has to say. */
export interface Product {
  path: string;
  text: string;
}

/** What is generated of the server in a folder: its lock, the tables of its README, and server.json. */
export async function productsOf(folder: string): Promise<Product[]> {
  const loaded = await load(folder);
  const at = (name: string) => join(folder, name);
  return [
    { path: at('tools.lock.json'), text: lockFile(loaded) },
    { path: at('README.md'), text: readme(current(at('README.md')), loaded) },
    { path: at('server.json'), text: serverJson(loaded) },
  ];
}

/** Those that no longer say what the code says. */
export function stale(products: readonly Product[]): Product[] {
  return products.filter(({ path, text }) => current(path) !== text);
}

/** Brings them up to date. */
export function write(products: readonly Product[]): void {
  for (const { path, text } of products) writeFileSync(path, text);
}

/** A file as it is; '' where there is none. */
export function current(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
