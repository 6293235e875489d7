import { posix, win32 } from 'node:path';
import type { Root } from '../roots/root.ts';
import type { Place } from './guard.ts';

/** A place together with its absolute path, in the real spelling of its root. Absolute paths stay in here. */
export interface Spot extends Place {
  real: string;
}

/** Where everything lies, by words alone: nothing here touches the disk. */
export class Atlas {
  /** The path rules of the platform. */
  readonly lib: typeof posix;
  /** Of the roots. */
  readonly names: readonly string[];
  readonly #roots: readonly Root[];
  readonly #byName: boolean;
  readonly #innermostFirst: readonly Root[];
  readonly #spellings: readonly { path: string; root: Root }[];
  readonly #fold: (text: string) => string;

  /**
   * `byName`: whether paths start with the name of a root. For several roots, and for a single file, for
   * which the natural path is its own name.
   */
  constructor(roots: readonly Root[], platform: NodeJS.Platform, byName: boolean) {
    this.lib = platform === 'win32' ? (win32 as typeof posix) : posix;
    this.names = roots.map(({ name }) => name);
    this.#roots = roots;
    this.#byName = byName;
    this.#innermostFirst = [...roots].sort((a, b) => b.real.length - a.real.length);
    this.#spellings = roots
      .flatMap((root) => [...new Set([root.real, root.given])].map((path) => ({ path, root })))
      .sort((a, b) => b.path.length - a.path.length);
    this.#fold = platform === 'win32' || platform === 'darwin' ? (text) => text.toLowerCase() : asItIs;
  }

  /** The spot of an absolute path in real spelling: in the innermost root that holds it, or in none. */
  at(real: string): Spot | undefined {
    for (const root of this.#innermostFirst) {
      const below = pathBelow(root.real, real, this.lib.sep);
      if (below === undefined) continue;
      const relative = this.lib.sep === '/' ? below : below.replaceAll('\\', '/');
      return { root, relative, shown: this.#shown(root, relative), real };
    }
    return undefined;
  }

  /** The same for an absolute path that may also be written with a root as the operator wrote it. */
  spelled(absolute: string): Spot | undefined {
    for (const { path, root } of this.#spellings) {
      const below = pathBelow(path, absolute, this.lib.sep, this.#fold);
      if (below !== undefined) return this.at(joined(root.real, below, this.lib.sep));
    }
    return undefined;
  }

  /** The spot of a path in the words of this server: normalised, with forward slashes, no `..` in it. */
  named(path: string): Spot | undefined {
    const [only] = this.#roots;
    if (!this.#byName || (path === '' && this.#roots.length === 1)) return this.#below(only, path);
    const name = path.split('/', 1)[0] as string;
    const root = this.#roots.find((one) => one.name.normalize('NFC') === name.normalize('NFC'));
    return this.#below(root, path.slice(name.length + 1));
  }

  /** Whether a root is at this path or somewhere below it. */
  holdsRoot(real: string): boolean {
    return this.#roots.some((root) => pathBelow(real, root.real, this.lib.sep) !== undefined);
  }

  #below(root: Root | undefined, relative: string): Spot | undefined {
    if (root === undefined) return undefined;
    const below = this.lib.sep === '/' ? relative : relative.replaceAll('/', '\\');
    return this.at(joined(root.real, below, this.lib.sep));
  }

  #shown(root: Root, relative: string): string {
    if (!this.#byName) return relative === '' ? '.' : relative;
    return relative === '' ? root.name : `${root.name}/${relative}`;
  }
}

/** Joins by words: no normalising, because nothing here comes in with dots. */
export function joined(folder: string, below: string, sep: string): string {
  if (below === '') return folder;
  return folder.endsWith(sep) ? folder + below : folder + sep + below;
}

/** The part of `path` below `folder`, '' for the folder itself; undefined for siblings and all others. */
function pathBelow(folder: string, path: string, sep: string, fold = asItIs): string | undefined {
  // A drive or `/` already ends with its separator.
  const length = folder.endsWith(sep) ? folder.length - 1 : folder.length;
  if (path.length > length && path[length] !== sep) return undefined;
  if (path.length < length || fold(path.slice(0, length)) !== fold(folder.slice(0, length))) return undefined;
  return path.slice(length + 1);
}

function asItIs(text: string): string {
  return text;
}
