import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { licencesOf } from './licences.ts';
import { oneStart } from './one-start.ts';
import { sbomOf } from './sbom.ts';
import { sdkCuts } from './sdk-cuts.ts';
import { standIn, standIns } from './stand-ins.ts';

interface Manifest {
  name: string;
  ashlar?: { entries?: Record<string, string>; alias?: Record<string, string> };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** What the kit loads only where it is installed: drivers of the stores that an option names. */
const { peerDependencies: KIT_PEERS } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as Manifest;

/**
 * Runs first in every file. Some of what is bundled is CommonJS and calls `require` for node's own modules.
 * And V8 is told to keep its heap close to what is in use: a server that waits for one client's next call gains
 * nothing from 32 MB of nursery, and a desktop runs many such servers. After 2,000 reads it is 92 MB of resident
 * memory instead of 147. `serveHttp` takes that back, where throughput counts: so the first file of a process says
 * it, and none that is loaded later, nor in a thread, where it would hold for the whole process again.
 */
const BANNER = [
  `import{createRequire as __require}from'node:module';`,
  `import{setFlagsFromString as __setFlags}from'node:v8';`,
  `import{isMainThread as __main}from'node:worker_threads';`,
  `const require=__require(import.meta.url),__small=Symbol.for('ashlar.small-heap');`,
  `if(__main&&!globalThis[__small]){globalThis[__small]=true;`,
  `__setFlags('--semi-space-growth-factor=1 --heap-growing-percent=20');}`,
].join('');

/**
 * Bundles the server in `folder` into `dist/`: one minified ESM file an entry (`ashlar.entries` in its
 * package.json, `src/main.ts` by default), what is loaded on demand in chunks of its own, and the licences of
 * all that was bundled beside them, with a list of it (SBOM). Only `dependencies` and `peerDependencies` stay outside,
 * and what is optional for the kit. `ashlar.alias` is for a package whose main file cannot be bundled, and names another.
 */
export async function bundle(folder: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const out = join(folder, 'dist');
  const server = join(folder, 'src', 'server.ts');
  rmSync(out, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: manifest.ashlar?.entries ?? { main: 'src/main.ts' },
    outdir: out,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    legalComments: 'none',
    chunkNames: 'chunk-[hash]',
    external: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...KIT_PEERS }),
    banner: { js: BANNER },
    alias: { '@modelcontextprotocol/server/_shims': standIn('sdk-shims.ts'), ...manifest.ashlar?.alias },
    plugins: [standIns, sdkCuts, ...(existsSync(server) ? [oneStart(server)] : [])],
    metafile: true,
    logLevel: 'warning',
  });
  const packages = packagesIn(folder, metafile);
  writeFileSync(join(out, 'LICENSES.txt'), licencesOf(packages));
  writeFileSync(join(out, 'sbom.cdx.json'), sbomOf(folder, packages));
}

/** The folders of the installed packages that went into a bundle. */
function packagesIn(folder: string, { inputs }: Metafile): Set<string> {
  return new Set(Object.keys(inputs).flatMap((file) => packageRoot(resolve(folder, file)) ?? []));
}

/** The folder of the installed package that a bundled file belongs to; undefined for our own sources. */
function packageRoot(file: string): string | undefined {
  if (!file.includes(`${sep}node_modules${sep}`)) return undefined;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (folder.endsWith(`${sep}node_modules`)) return undefined;
    const manifest = manifestAt(folder);
    // Packages hold stub manifests without a name in their subfolders.
    if (manifest?.name !== undefined && manifest.version !== undefined) return folder;
  }
}

function manifestAt(folder: string): { name?: string; version?: string } | undefined {
  try {
    return createRequire(import.meta.url)(join(folder, 'package.json'));
  } catch {
    return undefined;
  }
}
