import { closeSync, constants, fstatSync } from 'node:fs';
import { readShared, SYNC_BYTES, WHOLE_LIMIT } from '@ashlar/kit/files';
import { type Decoded, decode } from './decode.ts';
import { type Stamp, sameState } from './disk-file.ts';
import { stampOf } from './look.ts';
import type { Source } from './open-source.ts';
import { readWhole } from './read-whole.ts';

/** Bytes of the largest note that is read. */
export const NOTE_LIMIT = WHOLE_LIMIT;
/** A FIFO that took the place of a note must not make us wait. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Readings of a file that is being written, before one is taken as it is. */
const TRIES = 3;

/** The bytes of a note, and the state they were in. */
export interface NoteBytes extends Stamp {
  /** Hold only until the next reading: use them before any `await`. */
  bytes: Buffer;
}

export type NoteText = (Decoded & Stamp & { kind: 'text' }) | (Partial<Stamp> & { kind: Unread });

/** Why there is no text: not a text at all, more than `NOTE_LIMIT`, or not there to be read (any more). */
export type Unread = 'binary' | 'too_large' | 'unreadable';

/**
 * Reads a note as text without leaving the thread. Never throws for what is on the disk: 100,000 notes are read in a
 * row, and one that cannot be read is only that.
 */
export function readNote(source: Source, path: string): NoteText {
  return textIn(readNoteBytes(source, path));
}

/** The same for a note that `open` opens; throwing, it says that there is none. */
export function noteIn(open: () => number): NoteText {
  return textIn(readOpened(open));
}

function textIn(read: ReturnType<typeof readOpened>): NoteText {
  if ('kind' in read) return read;
  const { bytes, ...stamp } = read;
  const decoded = decode(bytes);
  return decoded ? { kind: 'text', ...decoded, ...stamp } : { kind: 'binary', ...stamp };
}

/** The same without decoding, for the version of a note and for what is edited in place. */
export function readNoteBytes(source: Source, path: string): NoteBytes | (Partial<Stamp> & { kind: Unread }) {
  return readOpened(() => {
    const held = source.hold(path);
    try {
      return held.open(FLAGS);
    } finally {
      held.close();
    }
  });
}

function readOpened(open: () => number): NoteBytes | (Partial<Stamp> & { kind: Unread }) {
  let fd: number | undefined;
  try {
    fd = open();
    return readSteady(fd);
  } catch {
    return { kind: 'unreadable' };
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** A file that is written meanwhile is read again. The stamp is that of before: a later change will show. */
function readSteady(fd: number): NoteBytes | (Partial<Stamp> & { kind: Unread }) {
  for (let tries = 1; ; tries++) {
    const stat = fstatSync(fd);
    if (!stat.isFile()) return { kind: 'unreadable' };
    const before = stampOf(stat);
    if (before.size > NOTE_LIMIT) return { kind: 'too_large', ...before };
    const bytes = before.size <= SYNC_BYTES ? readShared(fd, before.size) : readWhole(fd, before.size);
    const after = stampOf(fstatSync(fd));
    if (tries === TRIES || (sameState(before, after) && bytes.length === before.size)) {
      return { bytes, ...before };
    }
  }
}
