import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const EXTENSION = extname(fileURLToPath(import.meta.url));
const RUN = fileURLToPath(new URL(`../run${EXTENSION}`, import.meta.url));

/**
 * Keeps what a server loads at its start in one chunk. A bundler that splits code makes a chunk of its own for each
 * set of modules that the same parts use, and a start then opens a dozen files, which takes a tenth of it. So what
 * is loaded on demand is told to need the whole start: it is loaded already by then.
 *
 * @param server the module that a server's program starts with, beside the kit's `run`
 */
export function oneStart(server: string): Plugin {
  const onDemand = new Set<string>();
  const needs = [server, RUN].map((path) => `import ${JSON.stringify(path)};`).join('');
  return {
    name: 'one-start',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^\.\.?\// }, async ({ kind, path, resolveDir, importer, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === onDemand) return undefined;
        const found = await resolve(path, { kind, resolveDir, importer, pluginData: onDemand });
        if (!found.path.includes('node_modules')) onDemand.add(found.path);
        return found;
      });
      onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
        if (!onDemand.has(path)) return undefined;
        const loader = path.endsWith('.ts') ? 'ts' : 'js';
        return { contents: `${needs}${readFileSync(path, 'utf8')}`, loader };
      });
    },
  };
}
