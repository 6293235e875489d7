import { relative } from 'node:path';
import { stale } from '../../shared/kit/src/generate/products.ts';
import { products } from '../generate/products.ts';

/** Whatever restates code is what the code says now. */
export async function generated(root: string): Promise<string[]> {
  return stale(await products(root)).map(
    ({ path }) => `${relative(root, path)} is stale: run npm run generate`,
  );
}
