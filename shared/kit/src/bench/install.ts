import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a package weighs, installed with all that it needs. */
export interface Weight {
  megabytes: number;
  packages: number;
}

/** A published package, down to its bytes. */
export interface Pinned {
  name: string;
  version: string;
  /** As the registry's own metadata and lock files write it. */
  integrity: string;
}

/** Installs a peer alone. Throws where the registry gives something else than was chosen; nothing of it has run then. */
export async function installPinned({ name, version, integrity }: Pinned, folder: string): Promise<Weight> {
  const weight = await installAlone(`${name}@${version}`, folder);
  const lock = await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { packages: Record<string, { integrity?: string }> };
  const found = packages[`node_modules/${name}`]?.integrity;
  if (found !== integrity) throw new Error(`${name}@${version} has the integrity ${found}.`);
  return weight;
}

/** Packs a package of this repository as it would be published, and installs that alone, in folders below `folder`. */
export async function installPacked(source: string, folder: string): Promise<Weight> {
  const packed = join(folder, 'packed');
  await rm(packed, { recursive: true, force: true });
  await mkdir(packed, { recursive: true });
  await execute('npm', ['pack', '--pack-destination', packed, '--loglevel', 'error'], { cwd: source });
  const [tarball = ''] = await readdir(packed);
  return installAlone(join(packed, tarball), join(folder, 'install-ours'));
}

/** Installs a package (a name with its version, or a tarball) alone into an empty folder, without scripts. */
export async function installAlone(spec: string, folder: string): Promise<Weight> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  await execute(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', spec],
    {
      cwd: folder,
    },
  );
  return weigh(join(folder, 'node_modules'));
}

async function weigh(folder: string): Promise<Weight> {
  let bytes = 0;
  let packages = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    bytes += (await stat(path)).size;
    if (
      entry.name === 'package.json' &&
      /node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+[\\/]package\.json$/.test(path)
    )
      packages += 1;
  }
  return { megabytes: bytes / 1_000_000, packages };
}
