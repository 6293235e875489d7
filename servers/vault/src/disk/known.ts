import type { Batches } from './changes.ts';
import { type DiskFile, isYoung, sameState } from './disk-file.ts';

/** Stands for a time that equals none: a folder changed so lately that it could change again in the same instant. */
const UNSETTLED = Number.NaN;

/** The files of a vault and their states, and its folders with their modification times in milliseconds. */
export interface KeptFiles {
  folders: Iterable<readonly [path: string, mtimeMs: number]>;
  files: readonly DiskFile[];
}

/** What is known of the vault: every file in the state that was told of, every folder. */
export class Known {
  readonly files = new Map<string, DiskFile>();
  /** Modification times, in milliseconds. */
  readonly folders = new Map<string, number>();
  readonly #batches: Batches;
  readonly #folderGone: (path: string) => void;

  constructor(batches: Batches, folderGone: (path: string) => void) {
    this.#batches = batches;
    this.#folderGone = folderGone;
  }

  /** What was known when the vault was followed last, of which nobody is told: it is made sure of afterwards. */
  restore({ folders, files }: KeptFiles): void {
    for (const [path, mtimeMs] of folders) this.folders.set(path, mtimeMs);
    for (const file of files) this.files.set(file.path, file);
  }

  /** `heard`: the system told of a change, which counts even where a coarse clock hides it. */
  seeFile(file: DiskFile, heard = false): void {
    const before = this.files.get(file.path);
    if (before && sameState(before, file) && !(heard && isYoung(file))) return;
    if (this.folders.has(file.path)) this.drop(file.path);
    this.files.set(file.path, file);
    this.#batches.add(before ? 'changed' : 'added', file);
  }

  seeFolder(path: string, mtimeMs: number): void {
    if (this.files.has(path)) this.drop(path);
    this.folders.set(path, isYoung({ mtimeMs }) ? UNSETTLED : mtimeMs);
  }

  /** A file, or a folder with all that is below it, is there no more. */
  drop(path: string): void {
    if (this.files.delete(path)) return this.#batches.remove(path);
    if (!this.folders.has(path)) return;
    for (const file of this.files.keys()) {
      if (!isBelow(file, path)) continue;
      this.files.delete(file);
      this.#batches.remove(file);
    }
    for (const folder of this.folders.keys()) {
      if (folder !== path && !isBelow(folder, path)) continue;
      this.folders.delete(folder);
      this.#folderGone(folder);
    }
  }
}

export function isBelow(path: string, folder: string): boolean {
  return (
    folder === '' || (path.length > folder.length && path[folder.length] === '/' && path.startsWith(folder))
  );
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
