import { oneLine } from '@ashlar/kit/files';
import { linesAfter, linesBefore } from './context-lines.ts';
import type { Hit } from './file-scan.ts';
import { excerpt, withoutCr } from './line-text.ts';
import type { LineMatch, SearchEntry } from './search-contract.ts';

/** Bytes of a line beside its path and text. */
const LINE_BYTES = 12;

/** A hit as a model is shown it, with up to `context` lines before and after. */
export function lineMatch(relative: string, hit: Hit, context: number, latin1: boolean): LineMatch {
  const { bytes } = hit.piece;
  return {
    relative,
    line: hit.line,
    text: excerpt(bytes, hit.from, withoutCr(bytes, hit.from, hit.to), hit.place, latin1),
    before: linesBefore(hit, context, latin1),
    after: linesAfter(hit, context, latin1),
  };
}

/** Room that an entry takes where it is shown: each line with its path. */
export function bytesOf(entry: SearchEntry): number {
  const path = Buffer.byteLength(oneLine(entry.relative)) + LINE_BYTES;
  if (!('text' in entry)) return path;
  const lines = [entry.text, ...entry.before, ...entry.after];
  return lines.reduce((sum, line) => sum + path + Buffer.byteLength(line), 0);
}
