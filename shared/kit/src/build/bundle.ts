import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { build, type Metafile } from 'esbuild';

interface Manifest {
  name: string;
  ashlar?: { entries?: Record<string, string> };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/**
 * Bundles the server in `folder` into `dist/`: one minified ESM file an entry (`ashlar.entries` in its
 * package.json, `src/main.ts` by default), what is loaded on demand in chunks of its own, and the licences of
 * all that was bundled beside them. Only `dependencies` and `peerDependencies` stay outside.
 */
export async function bundle(folder: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const out = join(folder, 'dist');
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
    external: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    // Some of what is bundled is CommonJS and calls `require` for node's own modules.
    banner: {
      js: `import{createRequire as __require}from'node:module';const require=__require(import.meta.url);`,
    },
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(join(out, 'LICENSES.txt'), licences(folder, metafile));
}

/** The licence of every package that went into the bundle, by name. Throws where a package brings none. */
function licences(folder: string, { inputs }: Metafile): string {
  const roots = new Set(Object.keys(inputs).flatMap((file) => packageRoot(resolve(folder, file)) ?? []));
  const sections = [...roots].map((root) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const file = readdirSync(root).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text =
      file === undefined
        ? `(the package names its licence only: ${license})`
        : readFileSync(join(root, file), 'utf8');
    if (file === undefined && typeof license !== 'string') throw new Error(`${name} brings no licence`);
    return { title: `${name} ${version} (${license})`, text };
  });
  sections.sort((a, b) => (a.title < b.title ? -1 : 1));
  return sections
    .map(({ title, text }) => `${title}\n${'-'.repeat(title.length)}\n${text.trim()}\n`)
    .join('\n\n');
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
