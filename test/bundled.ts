import { build } from 'esbuild';

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
    // What a bundle has stand-ins for, and the drivers that stay outside of it.
    external: ['iconv-lite', 'mime-db', '@modelcontextprotocol/server/_shims', 'ioredis'],
    metafile: true,
  });
  const names = Object.keys(metafile.inputs).map(
    (file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1],
  );
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
