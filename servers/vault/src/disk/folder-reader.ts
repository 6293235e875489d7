import { constants, openSync } from 'node:fs';
import { basename, sep } from 'node:path';
import type { Held } from '@ashlar/kit/files';
import { folderOf } from './known.ts';
import type { Source } from './open-source.ts';
import { type NoteText, noteIn, readNote } from './read-note.ts';

/** What is a link by now is not read through, and a FIFO does not make us wait. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Reads notes of one folder after another, which it keeps hold of: half the system calls. Only for paths that a walk
 * has met, whose last segments are names as they are on the disk. To be closed before an `await`.
 */
export class FolderReader {
  readonly #source: Source;
  #path: string | undefined;
  #held: Held | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  /** As `readNote` does. */
  read(path: string): NoteText {
    const held = this.#folder(folderOf(path));
    // Where folders are held by name, only the guard itself can tell what has been exchanged.
    if (held === undefined) return readNote(this.#source, path);
    return noteIn(() => openSync(held.path + sep + basename(path), FLAGS));
  }

  close(): void {
    this.#held?.close();
    this.#held = undefined;
    this.#path = undefined;
  }

  #folder(path: string): Held | undefined {
    if (path === this.#path) return this.#held;
    this.close();
    if (process.platform !== 'linux') return undefined;
    this.#path = path;
    try {
      this.#held = this.#source.hold(path);
    } catch {
      // Gone, and its notes with it.
    }
    return this.#held;
  }
}
