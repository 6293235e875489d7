import { foldPath } from '@ashlar/kit/files';

/**
 * Whether a path leads to or through a name that begins with a dot: `.obsidian` (whose plugins are programs), `.git`,
 * `.trash` and whatever else keeps itself out of sight. No spelling passes that some file system takes for the same
 * name, see `foldPath`. `relative` is a path below the vault.
 */
export function isHidden(relative: string): boolean {
  return dotted(relative) || dotted(foldPath(relative));
}

function dotted(path: string): boolean {
  return path.startsWith('.') || path.includes('/.');
}
