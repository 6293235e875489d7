import { readAt, throwIfCancelled } from '@ashlar/kit/files';
import { bomLength, type TextFormat } from './encoding.ts';

/** A file too large to hold, looked at piece by piece. */
export interface LargeFile {
  fd: number;
  size: number;
  format: TextFormat;
  /** Bytes looked at without a pause, an even number. */
  chunk: number;
  signal: AbortSignal | undefined;
}

/** Where lines begin, and how many lie between there and where the search began. */
export interface LineStart {
  position: number;
  lines: number;
}

const LF = 0x0a;
const CR = 0x0d;
const NOTHING = -1;
const OTHER = 0;

/**
 * Goes `lines` lines on from a place, by default the beginning, or as many as there are; then `position` is the end
 * of the file.
 */
export async function skipForward(
  file: LargeFile,
  lines: number,
  from = bomLength(file.format),
): Promise<LineStart> {
  const buffer = Buffer.allocUnsafe(file.chunk);
  const walk: Walk = { ...unitOf(file.format), found: 0, lines, beside: NOTHING };
  let position = from;
  while (walk.found < lines) {
    throwIfCancelled(file.signal);
    const chunk = await readAt(file.fd, buffer, position);
    if (chunk.length < walk.width) break;
    position += walkForward(chunk, walk);
  }
  if (walk.found === lines) return { position, lines };
  const unfinished = walk.beside !== LF && walk.beside !== NOTHING;
  return { position, lines: walk.found + (unfinished ? 1 : 0) };
}

/** Goes `lines` lines back from the end, or as many as there are; then `position` is the beginning of the text. */
export async function skipBackward(file: LargeFile, lines: number): Promise<LineStart> {
  const buffer = Buffer.allocUnsafe(file.chunk);
  const first = bomLength(file.format);
  const { width } = unitOf(file.format);
  const end = file.size - (file.size % width);
  // The break that ends the last line begins no other: it is found like the rest and not counted.
  const walk: Walk = { ...unitOf(file.format), found: 0, lines, beside: NOTHING };
  let position = end;
  while (position > first) {
    throwIfCancelled(file.signal);
    const length = Math.min(file.chunk, position - first);
    const chunk = await readAt(file.fd, buffer.subarray(0, length), position - length);
    position -= length;
    const start = walkBackward(chunk, walk, position + chunk.length === end);
    if (start !== undefined) return { position: position + start, lines };
  }
  return { position: first, lines: walk.found + (end > first ? 1 : 0) };
}

/** How far a search has come; `beside` is the character read just before, across the edge of a chunk. */
interface Walk {
  width: 1 | 2;
  bigEndian: boolean;
  found: number;
  lines: number;
  beside: number;
}

/** Counts line breaks up to the wanted one. Gives the bytes passed. An LF ends a line; a CR only if no LF follows. */
function walkForward(chunk: Buffer, walk: Walk): number {
  const { width, bigEndian, lines } = walk;
  let { found, beside } = walk;
  if (beside !== CR && !mayHaveBreak(chunk)) {
    walk.beside = OTHER;
    return chunk.length - (chunk.length % width);
  }
  let i = 0;
  for (; found < lines && i + width <= chunk.length; i += width) {
    const unit = unitAt(chunk, i, width, bigEndian);
    if (beside === CR && unit !== LF && ++found === lines) break;
    if (unit === LF) found++;
    beside = unit;
  }
  walk.found = found;
  walk.beside = beside;
  return i;
}

/** The same from the end of a chunk. Gives where the wanted line begins in it, if it does. */
function walkBackward(chunk: Buffer, walk: Walk, last: boolean): number | undefined {
  const { width, bigEndian } = walk;
  if (!mayHaveBreak(chunk)) {
    walk.beside = OTHER;
    return undefined;
  }
  for (let i = chunk.length - width; i >= 0; i -= width) {
    const unit = unitAt(chunk, i, width, bigEndian);
    const ends = unit === LF || (unit === CR && walk.beside !== LF);
    walk.beside = unit;
    if (!ends || (last && i + width === chunk.length)) continue;
    if (++walk.found === walk.lines) return i + width;
  }
  return undefined;
}

/** Two native searches pass a long line, or the empty space of a sparse file, far faster than a loop. */
function mayHaveBreak(chunk: Buffer): boolean {
  return chunk.includes(LF) || chunk.includes(CR);
}

function unitOf({ encoding }: TextFormat): { width: 1 | 2; bigEndian: boolean } {
  return { width: encoding.startsWith('utf-16') ? 2 : 1, bigEndian: encoding === 'utf-16be' };
}

function unitAt(bytes: Buffer, i: number, width: 1 | 2, bigEndian: boolean): number {
  const one = bytes[i] as number;
  if (width === 1) return one;
  const other = bytes[i + 1] as number;
  return bigEndian ? (one << 8) | other : one | (other << 8);
}
