import { beforeCutToken } from '@ashlar/kit/files';
import { wholeCharacters } from './encoding.ts';
import { afterLine, countBreaks, skipLines } from './lines.ts';

/** A run of lines that fits a budget. */
export interface Page {
  /** The lines, with a line break between them and none at the end. */
  text: string;
  lines: number;
  /** Whether the last line shown has a line break in the file. */
  finalNewline: boolean;
  /** Whether the last line goes on beyond what is shown. */
  cut: boolean;
}

/**
 * Takes at most `limit` lines and `maxBytes` of UTF-8 from a place in a text, always at least one line. A line
 * that is too long for the budget alone is cut between two characters, never inside a pair or a token.
 *
 * @param text up to its end, or at least `maxBytes + 1` characters of it
 */
export function takePage(text: string, from: number, limit: number, maxBytes: number): Page {
  // A character takes at least one byte: what lies further on cannot fit, nor can a line that is cut here.
  const reach = text.slice(from, Math.min(text.length, from + maxBytes + 1));
  return fitting(reach.slice(0, skipLines(reach, 0, limit)), maxBytes) ?? cutLine(reach, maxBytes);
}

/** As many whole lines as fit, or nothing where not even the first one does. */
function fitting(lines: string, maxBytes: number): Page | undefined {
  const shown = lines.endsWith('\n') ? lines.slice(0, -1) : lines;
  if (lines !== '' && Buffer.byteLength(shown) <= maxBytes) {
    return {
      text: shown,
      lines: countBreaks(shown, shown.length) + 1,
      finalNewline: lines !== shown,
      cut: false,
    };
  }
  const bytes = Buffer.from(lines);
  const end = bytes.lastIndexOf(0x0a, maxBytes);
  return end < 0 ? undefined : fitting(bytes.toString('utf8', 0, end + 1), maxBytes);
}

function cutLine(reach: string, maxBytes: number): Page {
  const line = reach.slice(0, afterLine(reach, 0)).replace(/\n$/, '');
  const kept = wholeCharacters(Buffer.from(line).subarray(0, maxBytes), 'utf-8').toString();
  return { text: kept.slice(0, beforeCutToken(kept)), lines: 1, finalNewline: false, cut: true };
}
