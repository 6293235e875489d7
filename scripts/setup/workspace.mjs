import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The folders of the workspace's packages.
 * @param {string} root
 */
export function packageFolders(root = ROOT) {
  return ['shared', 'servers'].flatMap((room) => packagesIn(join(root, room)));
}

/**
 * The names by which people call the servers.
 * @param {string} root
 */
export function serverNames(root = ROOT) {
  return packagesIn(join(root, 'servers')).map((folder) => basename(folder));
}

/** @param {string} room */
function packagesIn(room) {
  if (!existsSync(room)) return [];
  return readdirSync(room)
    .map((name) => join(room, name))
    .filter((folder) => existsSync(join(folder, 'package.json')));
}
