import type { Follower } from './follow.ts';
import { look } from './look.ts';
import type { Source } from './open-source.ts';
import { readNote } from './read-note.ts';
import type { VaultFile } from './vault-file.ts';

/** A file as an index of links sees it. */
export interface ListedFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

/** The files that a follower has told of, for an index that asks: all of them, the text of one, the state of one. */
export interface ListedFiles {
  list(): Iterable<ListedFile>;
  /** Undefined where the file is gone, is no text, is too large or may not be read. */
  read(path: string): string | undefined;
  /** How the file is now; undefined where there is none. */
  stat(path: string): Omit<ListedFile, 'path'> | undefined;
}

/** Listing touches no disk; reading and looking go through the guard of the source. */
export function listedFiles(source: Source, follower: Pick<Follower, 'files'>): ListedFiles {
  return {
    *list() {
      for (const file of follower.files()) yield listed(file);
    },
    read(path) {
      const note = readNote(source, path);
      return note.kind === 'text' ? note.text : undefined;
    },
    stat(path) {
      const found = look(source, path);
      return found?.kind === 'file' ? listed(found.file) : undefined;
    },
  };
}

function listed({ path, size, mtimeMs }: VaultFile): ListedFile {
  return { path, size, modified: mtimeMs };
}
