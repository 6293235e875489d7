import type { Matcher } from './matcher.ts';
import { countLines, type Piece } from './pieces.ts';
import type { TextFile } from './text-file.ts';

/** A line that matches. Its offsets are those of the piece, which holds until the scan goes on. */
export interface Hit {
  /** Number of the line, from 1. */
  line: number;
  piece: Piece;
  /** The line, as far as it is in sight, without its line break. */
  from: number;
  to: number;
  /** Where its first match starts. */
  place: number;
}

/** Goes through the lines of a file that match, each once. */
export class FileScan implements Iterable<Hit> {
  /** Whether it came to the end of the file. */
  complete = false;
  readonly #text: TextFile;
  readonly #matcher: Matcher;
  readonly #stopped: () => boolean;

  constructor(text: TextFile, matcher: Matcher, stopped: () => boolean) {
    this.#text = text;
    this.#matcher = matcher;
    this.#stopped = stopped;
  }

  *[Symbol.iterator](): Generator<Hit, void, undefined> {
    let known = 0;
    for (const piece of this.#text.pieces) {
      if (this.#stopped()) return;
      for (const hit of hits(piece, this.#matcher, this.#text.latin1)) {
        if (this.#stopped()) return;
        // A line longer than a piece is met again in the next one.
        if (hit.line > known) yield hit;
        known = hit.line;
      }
    }
    this.complete = true;
  }
}

function* hits(piece: Piece, matcher: Matcher, latin1: boolean): Generator<Hit, void, undefined> {
  const { bytes } = piece;
  const find = matcher(piece, latin1);
  let { line, from: counted } = piece;
  for (let place = find?.(counted) ?? -1; place !== -1; ) {
    line += countLines(bytes, counted, place);
    counted = place;
    const end = bytes.indexOf(10, place);
    const to = end === -1 ? bytes.length : end;
    yield { line, piece, from: place === 0 ? 0 : bytes.lastIndexOf(10, place - 1) + 1, to, place };
    place = to + 1 < piece.to ? (find?.(to + 1) ?? -1) : -1;
  }
}
