import type { Dirent } from 'node:fs';
import { isLeftover } from '@ashlar/kit/files';
import { type Cursor, sideOf } from './cursor.ts';
import type { Folder } from './folder.ts';
import { type IgnoreRules, isIgnored, readIgnore } from './gitignore.ts';
import { type Skipped, skip } from './skipped.ts';

export type Kind = 'file' | 'dir' | 'link' | 'other';

/** Something a walk came across. */
export interface Found {
  /** The folder that holds it; open until the walk goes on. */
  folder: Folder;
  name: string;
  /** Path below the root, with forward slashes. */
  relative: string;
  kind: Kind;
  /** 1 for what stands in the start folder itself. */
  depth: number;
}

export interface WalkOptions {
  /** Path of the start folder below the root. */
  relative: string;
  /** Ignore rules that hold in the start folder; undefined shows everything, `.git` too. */
  rules: IgnoreRules | undefined;
  /** Folders at this depth are met, but not entered. */
  depth: number;
  /** Where to begin in the order of the walk: see `cursorBelow`. */
  after?: Cursor | undefined;
  /** Whether to begin with what stands at the cursor itself. */
  inclusive?: boolean;
  /** What is of interest: asked before the rules, because it is cheaper. Folders are entered all the same. */
  wanted?: ((relative: string) => boolean) | undefined;
  denied(relative: string): boolean;
  stopped(): boolean;
}

/** A folder the walk is in. */
interface Level {
  folder: Folder;
  /** In front of names here: '' or 'a/b/'. */
  prefix: string;
  rules: IgnoreRules | undefined;
  entries: Dirent[];
  next: number;
  /** What is left of the cursor below this folder; undefined once the walk is past it. */
  cursor: Cursor | undefined;
}

/** Levels of folders below the start; each holds a descriptor while the walk is in it. */
export const MAX_DEPTH = 64;
/**
 * Entries held at a time, of all folders the walk is in: putting names in order needs all of them in memory, at
 * about 200 bytes each. Whatever folders above hold, so many of every folder are read.
 */
export const MAX_ENTRIES = 200_000;
export const MIN_ENTRIES = 2_000;
/** Where counting the entries of a folder ends. */
const MAX_COUNT = 1_000;

/**
 * Goes through a folder and what is below it: each folder right before its content, names in order. Links are
 * met and never followed. Takes over the start folder: it is closed, like all others, when the iteration ends.
 */
export class Walk implements Iterable<Found> {
  readonly skipped: Skipped = {};
  /** What was passed last, '' where that is nothing yet: a walk that ended early goes on after it. */
  at = '';
  looked = 0;
  /** Whether the walk came to its end, rather than being stopped. */
  complete = false;
  readonly #options: WalkOptions;
  readonly #start: Folder;
  readonly #levels: Level[] = [];

  constructor(start: Folder, options: WalkOptions) {
    this.#start = start;
    this.#options = options;
  }

  *[Symbol.iterator](): Generator<Found, void, undefined> {
    const { relative, rules, after, stopped } = this.#options;
    try {
      this.#enter(this.#start, relative, rules, after);
      for (let level = this.#levels.at(-1); level; level = this.#levels.at(-1)) {
        if (stopped()) return;
        const entry = level.entries[level.next++];
        if (entry === undefined) this.#leave();
        else yield* this.#pass(entry, level);
      }
      this.complete = true;
    } finally {
      while (this.#levels.length > 0) this.#leave();
    }
  }

  /** Entries of a folder just met, as a walk would show them: up to 1,000, then only that there are more. */
  count(found: Found): number | '1000+' {
    let folder: Folder | undefined;
    try {
      folder = found.folder.folder(found.name);
      const above = this.#levels.at(-1)?.rules;
      const rules = above && readIgnore(folder, found.relative, above);
      const { entries, more } = folder.read(MAX_COUNT);
      const shown = (one: Dirent) => this.#judge(one, `${found.relative}/${one.name}`, rules) === 'shown';
      return more ? '1000+' : entries.filter(shown).length;
    } catch {
      return 0;
    } finally {
      folder?.close();
    }
  }

  *#pass(entry: Dirent, level: Level): Generator<Found, void, undefined> {
    const side = sideOf(level.cursor, entry.name);
    if (side === 'before') return;
    this.looked++;
    const relative = level.prefix + entry.name;
    const kind = kindOf(entry);
    const wanted = this.#options.wanted?.(relative) !== false;
    const verdict = wanted || kind === 'dir' ? this.#judge(entry, relative, level.rules) : 'hidden';
    if (verdict === 'ignored') skip(this.skipped, 'ignored');
    const found = { folder: level.folder, name: entry.name, relative, kind, depth: this.#levels.length };
    const due = side === 'after' || (side === 'at' && this.#options.inclusive);
    if (wanted && due && verdict === 'shown') yield found;
    if (due) this.at = relative;
    if (kind !== 'dir' || verdict !== 'shown') return;
    this.#descend(found, level, side === 'towards' ? level.cursor?.slice(1) : undefined);
  }

  #judge(entry: Dirent, relative: string, rules: IgnoreRules | undefined): 'shown' | 'ignored' | 'hidden' {
    if (isLeftover(entry.name) || this.#options.denied(relative)) return 'hidden';
    if (rules === undefined) return 'shown';
    if (entry.name === '.git') return 'hidden';
    return isIgnored(rules, relative, entry.isDirectory()) ? 'ignored' : 'shown';
  }

  #descend(found: Found, level: Level, cursor: Cursor | undefined): void {
    if (found.depth >= this.#options.depth) return;
    if (found.depth >= MAX_DEPTH) return skip(this.skipped, 'tooDeep');
    try {
      const folder = found.folder.folder(found.name);
      const rules = level.rules && readIgnore(folder, found.relative, level.rules);
      this.#enter(folder, found.relative, rules, cursor);
    } catch {
      skip(this.skipped, 'unreadable');
    }
  }

  #enter(folder: Folder, relative: string, rules: IgnoreRules | undefined, cursor: Cursor | undefined): void {
    const again = this.#levels.some((level) => level.folder.id === folder.id);
    const level: Level = { folder, prefix: below(relative), rules, entries: [], next: 0, cursor };
    this.#levels.push(level);
    if (again) return skip(this.skipped, 'loop');
    try {
      const held = this.#levels.reduce((sum, { entries }) => sum + entries.length, 0);
      const { entries, more } = folder.read(Math.max(MAX_ENTRIES - held, MIN_ENTRIES));
      if (more) skip(this.skipped, 'tooMany');
      level.entries = entries;
    } catch {
      skip(this.skipped, 'unreadable');
    }
  }

  #leave(): void {
    this.#levels.pop()?.folder.close();
  }
}

/** What stands in front of names in a folder. */
const below = (relative: string) => (relative === '' ? '' : `${relative}/`);

function kindOf(entry: Dirent): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'dir';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
