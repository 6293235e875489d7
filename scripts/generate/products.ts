import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Package, serverPackages, workspacePackages } from '../check/workspace.ts';
import { house } from './house.ts';
import { load } from './load.ts';
import { lockFile } from './lock.ts';
import { serverManifest } from './manifest.ts';
import { readme } from './readme.ts';

/** Files that no longer say what the code says. */
export async function stale(root: string): Promise<string[]> {
  return (await products(root))
    .filter(({ path, text }) => current(path) !== text)
    .map(({ path }) => relative(root, path));
}

/** Brings them up to date; gives those that changed. */
export async function write(root: string): Promise<string[]> {
  const changed = (await products(root)).filter(({ path, text }) => current(path) !== text);
  for (const { path, text } of changed) writeFileSync(path, text);
  return changed.map(({ path }) => relative(root, path));
}

interface Product {
  path: string;
  text: string;
}

async function products(root: string): Promise<Product[]> {
  const ofServers = await Promise.all(serverPackages(root).map(productsOf));
  return [...ofServers.flat(), ...licences(root), ...pages(root)];
}

async function productsOf(server: Package): Promise<Product[]> {
  const loaded = await load(server);
  const at = (name: string) => join(server.path, name);
  return [
    { path: at('tools.lock.json'), text: lockFile(loaded) },
    { path: at('README.md'), text: readme(current(at('README.md')), loaded) },
    { path: at('server.json'), text: serverManifest(server.manifest, loaded) },
  ];
}

/** The page of the house, where a workspace has one. */
function pages(root: string): Product[] {
  const path = join(root, 'docs', 'architecture.md');
  return existsSync(path) ? [{ path, text: house(current(path), root) }] : [];
}

/** Each package has the licence with it, so that it travels with what is published or copied alone. */
function licences(root: string): Product[] {
  const text = current(join(root, 'LICENSE'));
  return workspacePackages(root).map(({ path }) => ({ path: join(path, 'LICENSE'), text }));
}

function current(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
