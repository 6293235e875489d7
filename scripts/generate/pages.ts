import { join } from 'node:path';
import { commonOptionTables } from '../../shared/kit/src/generate/option-tables.ts';
import { filled } from '../../shared/kit/src/generate/parts.ts';
import { current, type Product } from '../../shared/kit/src/generate/products.ts';

/** The pages of the workspace with generated parts, and how to make each; a page that is not there is left out. */
const PAGES: Readonly<Record<string, Readonly<Record<string, (root: string) => string>>>> = {
  'docs/options.md': { options: () => commonOptionTables('ASHLAR') },
};

export function pages(root: string): Product[] {
  return Object.entries(PAGES).flatMap(([page, parts]) => {
    const path = join(root, page);
    const text = current(path);
    const made = Object.fromEntries(Object.entries(parts).map(([name, make]) => [name, make(root)]));
    return text === '' ? [] : [{ path, text: filled(page, text, made) }];
  });
}
