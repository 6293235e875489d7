import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One package of the workspace. */
export interface Package {
  /** Its folder below the root: `servers/filesystem`. */
  folder: string;
  path: string;
  manifest: Manifest;
}

export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  bin?: Record<string, string>;
  files?: string[];
  exports?: Record<string, unknown>;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  [field: string]: unknown;
}

export function workspacePackages(): Package[] {
  return ['shared', 'servers'].flatMap((room) =>
    readdirSync(join(ROOT, room))
      .filter((name) => existsSync(join(ROOT, room, name, 'package.json')))
      .map((name) => {
        const path = join(ROOT, room, name);
        return {
          folder: `${room}/${name}`,
          path,
          manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')),
        };
      }),
  );
}

export function serverPackages(): Package[] {
  return workspacePackages().filter(({ folder }) => folder.startsWith('servers/'));
}

/** The TypeScript sources below a folder, as paths relative to the repository. */
export function sourcesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
