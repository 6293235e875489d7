import { clip, INVISIBLE, token } from '@ashlar/kit/files';

const UNSEEN = new RegExp(INVISIBLE, 'g');
/** Characters of one line. */
const LONGEST = 400;
/** Bytes of all of them: an answer is at most about 16 KB. */
const MOST = 13_000;

/** The lines that fit an answer, made visible, and how many are left out. */
export function boundedLines(lines: readonly string[]): { lines: string[]; left: number } {
  const shown: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    const short = clip(line.replaceAll(UNSEEN, token), LONGEST);
    bytes += Buffer.byteLength(short) + 3;
    if (bytes > MOST) break;
    shown.push(short);
  }
  return { lines: shown, left: lines.length - shown.length };
}
