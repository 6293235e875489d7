import { isUtf8 } from 'node:buffer';
import { clipAround } from '@ashlar/kit/files';
import { show } from '../text/view.ts';
import { charStart, nextCharStart } from './char-start.ts';

/** Characters of a line that are shown. */
const LINE_CHARS = 200;
/** Bytes that hold more characters than are shown, in any encoding. */
const ENOUGH_BYTES = 4 * LINE_CHARS + 16;

/** How to decode a line: in a UTF-8 file, one that is not valid UTF-8 is taken for Latin-1. */
export function codecOf(line: Buffer, latin1: boolean): 'latin1' | 'utf8' {
  return latin1 || !isUtf8(line) ? 'latin1' : 'utf8';
}

/**
 * A line as `read` shows it (see `View`): whole up to 200 characters, otherwise what lies around a place in it,
 * with `…` for the rest. Looks at a bounded stretch of the line, however long it is.
 */
export function excerpt(bytes: Buffer, from: number, to: number, place: number, latin1: boolean): string {
  const start = place - from > ENOUGH_BYTES ? nextCharStart(bytes, place - ENOUGH_BYTES) : from;
  const end = to - place > ENOUGH_BYTES ? charStart(bytes, place + ENOUGH_BYTES) : to;
  const codec = codecOf(bytes.subarray(start, end), latin1);
  const before = show(bytes.toString(codec, start, place)).text;
  return clipAround(before + show(bytes.toString(codec, place, end)).text, before.length, LINE_CHARS);
}

/** Where the text of a line ends that goes on until `to`: a CR before the line break is no part of it. */
export function withoutCr(bytes: Buffer, from: number, to: number): number {
  return to > from && bytes[to - 1] === 13 ? to - 1 : to;
}
