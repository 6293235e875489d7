import { oneLine } from '@ashlar/kit/files';
import type { VaultIndex } from '../index/vault-index.ts';
import { folderOf, nameOf } from '../link/fold.ts';
import { isRead } from '../note/parse-file.ts';
import { PathList } from './path-list.ts';
import type { Suggester } from './suggest.ts';

/** Names that only look like what was typed. */
const MOST_NEAR = 10;

/** Completes paths of notes and of folders, from the names in the index. */
export class PathCompleter {
  readonly #index: VaultIndex;
  readonly #suggester: Suggester;
  #lists: { revision: number; notes: PathList; folders: PathList } | undefined;

  constructor(index: VaultIndex, suggester: Suggester) {
    this.#index = index;
    this.#suggester = suggester;
  }

  /** All notes and canvases whose path or name begins with it; where there are none, those with a near name or alias. */
  notes(typed: string): string[] {
    const found = this.#current().notes.beginning(typed);
    return found.length > 0 ? found : this.#near(typed);
  }

  /** All folders that hold notes, at any depth, and whose path or name begins with it. */
  folders(typed: string): string[] {
    return this.#current().folders.beginning(typed);
  }

  #near(typed: string): string[] {
    const files = this.#suggester
      .near(nameOf(typed), MOST_NEAR)
      .flatMap(({ key, alias }) => (alias ? this.#index.aliased(key) : this.#index.named(key)));
    const paths = new Set(files.map(({ path }) => path));
    return [...paths].filter(isOffered).slice(0, MOST_NEAR);
  }

  #current(): { notes: PathList; folders: PathList } {
    const { revision } = this.#index;
    if (this.#lists?.revision !== revision) {
      const notes = Array.from(this.#index.files(), ({ path }) => path).filter(isOffered);
      this.#lists = { revision, notes: new PathList(notes), folders: new PathList(foldersOf(notes)) };
    }
    return this.#lists;
  }
}

/** What cannot be seen, or would break a line, cannot be chosen by looking at it either. */
function isOffered(path: string): boolean {
  return isRead(path) && oneLine(path) === path;
}

function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}
