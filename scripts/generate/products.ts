import { join } from 'node:path';
import { current, type Product, productsOf } from '../../shared/kit/src/generate/products.ts';
import { serverPackages, workspacePackages } from '../check/workspace.ts';
import { pages } from './pages.ts';

/** What restates code in the workspace: of each server what a fork has too, and what is the workspace's own. */
export async function products(root: string): Promise<Product[]> {
  const ofServers = await Promise.all(serverPackages(root).map(({ path }) => productsOf(path)));
  return [...ofServers.flat(), ...pages(root), ...licences(root)];
}

/** Each package has the licence with it, so that it travels with what is published or copied alone. */
function licences(root: string): Product[] {
  const text = current(join(root, 'LICENSE'));
  return workspacePackages(root).map(({ path }) => ({ path: join(path, 'LICENSE'), text }));
}
