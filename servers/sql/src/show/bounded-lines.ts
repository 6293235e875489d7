import { clip, INVISIBLE, token } from '@ashlar/kit/files';
import type { Caps } from '../engine/caps.ts';

const UNSEEN = new RegExp(INVISIBLE, 'g');
/** Characters of one line. */
const LONGEST = 400;
/** Bytes of all of them, whatever rows may take: an answer is at most about 16 KB. */
const MOST = 13_000;

/** The lines that fit an answer of at most so many bytes, made visible, and how many are left out. */
export function boundedLines(
  lines: readonly string[],
  { bytes: ceiling }: Pick<Caps, 'bytes'>,
): { lines: string[]; left: number } {
  const most = Math.min(MOST, ceiling);
  const shown: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    const short = clip(line.replaceAll(UNSEEN, token), LONGEST);
    bytes += Buffer.byteLength(short) + 3;
    if (bytes > most) break;
    shown.push(short);
  }
  return { lines: shown, left: lines.length - shown.length };
}
