import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Installs a package (a name with its version, or a tarball) alone into an empty folder, without scripts. */
export async function installAlone(
  spec: string,
  folder: string,
): Promise<{ megabytes: number; packages: number }> {
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

async function weigh(folder: string): Promise<{ megabytes: number; packages: number }> {
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
