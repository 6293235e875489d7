import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/** Express, and the parts of it that load what they are made of. */
const EXPRESS =
  /[\\/]node_modules[\\/](express|body-parser|finalhandler|http-errors|mime-types|raw-body|router)[\\/]/;

/** Packages that Express brings, and what stands in a bundle for each. What is called as a whole is CommonJS. */
const STAND_INS: Readonly<Record<string, string>> = {
  'content-disposition': 'unused.cts',
  cookie: 'unused.cts',
  'cookie-signature': 'unused.cts',
  debug: 'debug.cts',
  depd: 'depd.cts',
  'iconv-lite': 'iconv-lite.ts',
  'mime-db': 'mime-db.ts',
  qs: 'unused.cts',
  send: 'unused.cts',
  'serve-static': 'unused.cts',
};

/**
 * Leaves out of a bundle what Express brings and no server uses. Whoever else imports one of these packages, a
 * server's own domain for one, gets the package itself.
 */
export const standIns: Plugin = {
  name: 'stand-ins',
  setup({ onResolve }) {
    onResolve({ filter: /^[a-z-]+$/ }, ({ path, importer }) => {
      const name = STAND_INS[path];
      return name !== undefined && EXPRESS.test(importer) ? { path: standIn(name) } : undefined;
    });
  },
};

/** The path of a stand-in: its source in the workspace, what was built of it in the package. */
export function standIn(file: string): string {
  const built = import.meta.url.endsWith('.ts') ? file : file.replace(/ts$/, 'js');
  return fileURLToPath(new URL(`./stand-ins/${built}`, import.meta.url));
}
