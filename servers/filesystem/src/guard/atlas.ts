import { posix, win32 } from 'node:path';
import type { Root } from '../roots/root.ts';
import type { Place } from './guard.ts';

/** A place together with its absolute path, in the real spelling of its root. Absolute paths stay in here. */
export interface Spot extends Place {
  real: string;
}

/** Where everything lies, by words alone: nothing here touches the disk. */
export interface Atlas {
  /** The path rules of the platform. */
  lib: typeof posix;
  /** The spot of an absolute path in real spelling: in the innermost root that holds it, or in none. */
  at(real: string): Spot | undefined;
  /** The same for an absolute path that may also be written with a root as the operator wrote it. */
  spelled(absolute: string): Spot | undefined;
  /** The spot of a path (normalised, forward slashes, never `..`) in the words of this server. */
  named(path: string): Spot | undefined;
  /** Whether a root is at this path or somewhere below it. */
  holdsRoot(real: string): boolean;
  names: readonly string[];
}

/**
 * `byName`: whether paths start with the name of a root. True for several roots, and for a single file, for
 * which the natural path is its own name.
 */
export function createAtlas(roots: readonly Root[], platform: NodeJS.Platform, byName: boolean): Atlas {
  const lib = platform === 'win32' ? (win32 as typeof posix) : posix;
  const fold = platform === 'win32' || platform === 'darwin' ? lower : same;
  const innermostFirst = [...roots].sort((a, b) => b.real.length - a.real.length);
  const spellings = roots
    .flatMap((root) => [...new Set([root.real, root.given])].map((path) => ({ path, root })))
    .sort((a, b) => b.path.length - a.path.length);
  const byTheirName = new Map(roots.map((root) => [root.name.normalize('NFC'), root]));
  const [first] = roots;

  function at(real: string): Spot | undefined {
    for (const root of innermostFirst) {
      const below = pathBelow(root.real, real, lib.sep, same);
      if (below === undefined) continue;
      const relative = lib.sep === '/' ? below : below.replaceAll('\\', '/');
      return { root, relative, shown: shownAs(root, relative), real };
    }
    return undefined;
  }
  function shownAs(root: Root, relative: string): string {
    if (!byName) return relative === '' ? '.' : relative;
    return relative === '' ? root.name : `${root.name}/${relative}`;
  }
  function inRoot(root: Root | undefined, below: string): Spot | undefined {
    return root && at(joined(root.real, lib.sep === '/' ? below : below.replaceAll('/', '\\'), lib.sep));
  }

  return {
    lib,
    at,
    spelled(absolute) {
      for (const { path, root } of spellings) {
        const below = pathBelow(path, absolute, lib.sep, fold);
        if (below !== undefined) return inRoot(root, below);
      }
      return undefined;
    },
    named(path) {
      if (!byName) return inRoot(first, path);
      if (path === '') return roots.length === 1 ? inRoot(first, '') : undefined;
      const slash = path.indexOf('/');
      const name = slash < 0 ? path : path.slice(0, slash);
      return inRoot(byTheirName.get(name.normalize('NFC')), slash < 0 ? '' : path.slice(slash + 1));
    },
    holdsRoot: (real) => roots.some((root) => pathBelow(real, root.real, lib.sep, same) !== undefined),
    names: roots.map(({ name }) => name),
  };
}

/** The part of `path` below `folder`, '' for the folder itself; undefined for siblings and all others. */
function pathBelow(
  folder: string,
  path: string,
  sep: string,
  fold: (text: string) => string,
): string | undefined {
  // A drive or `/` already ends with its separator.
  const length = folder.endsWith(sep) ? folder.length - 1 : folder.length;
  if (path.length > length && path[length] !== sep) return undefined;
  if (path.length < length || fold(path.slice(0, length)) !== fold(folder.slice(0, length))) return undefined;
  return path.slice(length + 1);
}

export function joined(folder: string, below: string, sep: string): string {
  if (below === '') return folder;
  return folder.endsWith(sep) ? folder + below : folder + sep + below;
}

function same(text: string): string {
  return text;
}

function lower(text: string): string {
  return text.toLowerCase();
}
