import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageFolders, ROOT } from '../setup/workspace.mjs';

/** This repository, where the tools of the checks are. What they look at is given to them. */
export { ROOT };

/** One package of the workspace. */
export interface Package {
  /** Its folder below the root of the workspace: `servers/filesystem`. */
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
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  [field: string]: unknown;
}

export function workspacePackages(root: string): Package[] {
  return packageFolders(root).map((path) => ({
    folder: relative(root, path).replaceAll('\\', '/'),
    path,
    manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')),
  }));
}

export function serverPackages(root: string): Package[] {
  return workspacePackages(root).filter(({ folder }) => folder.startsWith('servers/'));
}

const SOURCE = /\.(?:ts|mjs)$/;
const NOT_OURS = /(?:^|[\\/])(?:node_modules|dist|sample)(?:[\\/]|$)/;

/** The sources below a folder of the workspace, as paths below its root. */
export function sourcesBelow(root: string, folder: string): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !NOT_OURS.test(file))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}
