import type { posix } from 'node:path';

/** Where a link leads, as far as words can tell, and the steps that only the disk can. */
export interface Landing {
  /** Absolute, normalised. */
  landing: string;
  /** Starts with `..` when not empty. */
  onward: string[];
}

/**
 * Reads the text of a link that stands in `folder` (absolute, no links in it). A `..` at the beginning can be
 * resolved by words; one behind a name cannot, because that name may be a link itself, and the system would
 * climb from its target: such steps are left over. Windows resolves link texts by words alone.
 */
export function landingOf(text: string, folder: string, lib: typeof posix): Landing {
  const names = text.split('/');
  const end = lib.sep === '/' ? firstClimb(names) : names.length;
  return {
    landing: lib.resolve(folder, names.slice(0, end).join('/')),
    onward: names.slice(end).filter((name) => name !== '' && name !== '.'),
  };
}

function firstClimb(names: readonly string[]): number {
  let named = false;
  for (const [at, name] of names.entries()) {
    if (name === '..' && named) return at;
    if (name !== '' && name !== '.' && name !== '..') named = true;
  }
  return names.length;
}
