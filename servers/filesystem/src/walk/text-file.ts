import { readSync } from 'node:fs';
import { bomLength, detect } from '../text/encoding.ts';
import type { OpenFile } from './folder.ts';
import { type Piece, pieces, type Read } from './pieces.ts';

/** A file as text: its pieces are UTF-8 or, where `latin1` says so, one byte a character. */
export interface TextFile {
  latin1: boolean;
  pieces: Iterable<Piece>;
}

/** Bytes by which it is judged whether a file is text, and in which encoding. */
const HEAD_BYTES = 8 * 1024;

/**
 * Opens the text of a file; undefined where it is binary. UTF-16 is turned into UTF-8, a byte order mark is left
 * out. Uses `space` (see `SPACE`) for as long as the pieces are in use.
 */
export function readText(file: OpenFile, space: Buffer, context: number): TextFile | undefined {
  const read = fileReader(file);
  const first = read(space);
  const format = detect(
    space.subarray(0, Math.min(first, HEAD_BYTES)),
    first <= HEAD_BYTES && first >= file.size,
  );
  if (format === undefined) return undefined;
  const { encoding } = format;
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    return { latin1: false, pieces: pieces(utf16Reader(fileReader(file), encoding), space, context) };
  }
  const mark = bomLength(format);
  let waiting = first - mark;
  const resume: Read = (into) => {
    const count = waiting || read(into);
    waiting = 0;
    return count;
  };
  return { latin1: encoding === 'latin1', pieces: pieces(resume, space.subarray(mark), context) };
}

/** Reads from the start on. A read that comes out short at the known size is taken for the end: one call less. */
function fileReader({ fd, size }: OpenFile): Read {
  let position = 0;
  let ended = false;
  return (into) => {
    if (ended) return 0;
    const count = readSync(fd, into, 0, into.length, position);
    position += count;
    ended = count === 0 || (count < into.length && position >= size);
    return count;
  };
}

function utf16Reader(read: Read, encoding: 'utf-16le' | 'utf-16be'): Read {
  const decoder = new TextDecoder(encoding);
  const units = Buffer.allocUnsafe(64 * 1024);
  return (into) => {
    for (;;) {
      // Two bytes become three at most; a character held back from the last round needs room as well.
      const room = Math.floor((into.length - 4) / 3) * 2;
      const count = read(units.subarray(0, Math.min(room, units.length)));
      const text = decoder.decode(units.subarray(0, count), { stream: count > 0 });
      if (text !== '' || count === 0) return into.write(text);
    }
  };
}
