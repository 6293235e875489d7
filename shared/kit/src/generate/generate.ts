import { relative } from 'node:path';
import { type Product, stale, write } from './products.ts';

const HELP = `Writes everything that restates code anew, and says what changed.

  --check   only says what is stale, with exit code 1
`;

/** The program: with `--check` it only looks. `products` are the files that are meant, `root` where their names begin. */
export async function generate(
  args: readonly string[],
  root: string,
  products: (root: string) => Promise<Product[]>,
): Promise<void> {
  if (args.includes('--help')) return void process.stderr.write(HELP);
  const check = args.includes('--check');
  const changed = stale(await products(root));
  if (!check) write(changed);
  for (const { path } of changed) {
    process.stderr.write(`${check ? 'stale' : 'wrote'} ${relative(root, path)}\n`);
  }
  if (check && changed.length > 0) process.exitCode = 1;
}
