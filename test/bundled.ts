import { build } from 'esbuild';

const STOOD_IN_FOR = [
  '@modelcontextprotocol/server/_shims',
  'content-disposition',
  'cookie',
  'cookie-signature',
  'debug',
  'depd',
  'iconv-lite',
  'mime-db',
  'qs',
  'send',
  'serve-static',
];

/** The names of the installed packages that end up in a server's bundle, as the bundler tells. */
export async function packagesBundled(server: string, entryPoints: string[]): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: server,
    entryPoints,
    outdir: 'dist',
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: [...STOOD_IN_FOR, 'ioredis'],
    metafile: true,
  });
  const names = Object.keys(metafile.inputs).map(
    (file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1],
  );
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
