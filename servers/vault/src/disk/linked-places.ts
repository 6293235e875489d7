import { type Held, realPath } from '@ashlar/kit/files';
import type { Source } from './open-source.ts';

/**
 * The places outside of the vault that links lead to. Like Obsidian itself, a walk goes into a link to a folder only
 * where that is disjoint from the vault and from all other places it goes into: so loops end, and no file has two paths.
 */
export class LinkedPlaces {
  readonly #source: Source;
  /** By the path of the link. */
  readonly #opened = new Map<string, string>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Whether the link at a path leads to a folder that is to be gone into; then it is remembered. */
  opens(path: string): boolean {
    let held: Held;
    try {
      held = this.#source.follow(path);
    } catch {
      return false;
    }
    held.close();
    if (!held.stat.isDirectory() || held.root === this.#source.vault) return false;
    const real = realPath(held);
    if (overlap(this.#source.vault.real, real)) return false;
    for (const [link, place] of this.#opened) if (link !== path && overlap(place, real)) return false;
    this.#opened.set(path, real);
    return true;
  }

  /** The link is there no more. */
  forget(path: string): void {
    this.#opened.delete(path);
  }
}

function overlap(one: string, other: string): boolean {
  return one === other || isBelow(one, other) || isBelow(other, one);
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) && /[\\/]/.test(path[folder.length] ?? '');
}
