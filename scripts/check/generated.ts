import { stale } from '../generate/products.ts';

/** Whatever restates code is what the code says now. */
export async function generated(root: string): Promise<string[]> {
  return (await stale(root)).map((file) => `${file} is stale: run npm run generate`);
}
