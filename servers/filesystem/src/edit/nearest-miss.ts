import { clipAround } from '@ashlar/kit/files';
import { afterLine, countBreaks, skipLines } from '../text/lines.ts';
import { type Difference, firstDifference } from './first-difference.ts';
import { nearestRegion } from './nearest-region.ts';
import { firstOccurrence } from './occurrences.ts';

/** Why `old` was not found, in one sentence, and what to do about it. */
export interface Diagnosis {
  message: string;
  hint: string;
}

/** Characters of `old` up to which the nearest region is looked for. */
const MOST_OLD = 64 * 1024;
/** Characters of `new` below which finding it in the file says nothing. */
const TELLING = 8;
const SHOWN_LINES = 5;
const SHOWN_CHARACTERS = 160;

/**
 * Explains why `old` (not empty) does not stand in the text of a view. Takes time linear in both and answers
 * with at most five lines of the file; never repeats `old`.
 */
export function diagnose(text: string, old: string, wanted: string): Diagnosis {
  const missing = '`old` does not stand in the file';
  if (text === '') {
    return { message: `${missing}, which is empty.`, hint: 'Write the file instead of editing it.' };
  }
  if (wanted.trim().length >= TELLING) {
    const done = firstOccurrence(text, wanted);
    if (done >= 0) {
      const line = countBreaks(text, done) + 1;
      return {
        message: `${missing}, but \`new\` does, at line ${line}: this edit seems to be applied already.`,
        hint: `Read the file from line ${line} on before you edit it again.`,
      };
    }
  }
  return numbered(text, old, missing) ?? nearest(text, old, missing);
}

/** The line numbers that a reader was shown are a common thing to copy along. */
function numbered(text: string, old: string, missing: string): Diagnosis | undefined {
  const lines = old.split('\n');
  const prefix = /^\s*\d+(: ?|→|\t|\| ?)/;
  if (!lines.every((line, index) => prefix.test(line) || (line === '' && index > 0))) return undefined;
  const bare = lines.map((line) => line.replace(prefix, '')).join('\n');
  const found = bare.trim() === '' ? -1 : firstOccurrence(text, bare);
  if (found < 0) return undefined;
  return {
    message: `${missing}, because its lines begin with line numbers.`,
    hint: `Without them it stands at line ${countBreaks(text, found) + 1}: leave the numbers out of \`old\` and \`new\`.`,
  };
}

function nearest(text: string, old: string, missing: string): Diagnosis {
  const line = old.length > MOST_OLD ? undefined : nearestRegion(text, old);
  if (line === undefined) {
    return {
      message: `${missing}, and nothing there is like it.`,
      hint: 'Search for a part of it, then read those lines and copy them exactly.',
    };
  }
  const first = Math.max(0, line);
  const oldLines = old.split('\n').slice(first - line);
  const fileLines = linesFrom(text, first, oldLines.length);
  const difference = firstDifference(fileLines, oldLines);
  const last = first + fileLines.length;
  const region = last > first + 1 ? `lines ${first + 1}-${last}` : `line ${last}`;
  if (!difference) {
    return {
      message: `${missing}; nearest to it: ${region}.`,
      hint: `Read ${region} again and copy exactly what is there.\n${excerpt(fileLines, first, 0, 0)}`,
    };
  }
  return describe(missing, fileLines, first, difference);
}

function describe(missing: string, fileLines: string[], first: number, difference: Difference): Diagnosis {
  const { line, column, file, old } = difference;
  const before = [...(fileLines[line] ?? '').slice(0, column)].length;
  const place = `line ${first + line + 1}, column ${before + 1}`;
  return {
    message: `${missing}; nearest, at ${place}, the file has ${file} where \`old\` has ${old}.`,
    hint: `Copy the lines exactly as the file has them:\n${excerpt(fileLines, first, line, column)}`,
  };
}

/** The lines around one of them, with their numbers, each cut to what lies around a column. */
function excerpt(fileLines: string[], first: number, line: number, column: number): string {
  const from = Math.max(0, Math.min(line - 1, fileLines.length - SHOWN_LINES));
  return fileLines
    .slice(from, from + SHOWN_LINES)
    .map((text, index) => `${first + from + index + 1}: ${clipAround(text, column, SHOWN_CHARACTERS)}`)
    .join('\n');
}

function linesFrom(text: string, first: number, count: number): string[] {
  const start = skipLines(text, 0, first);
  const lines: string[] = [];
  for (let at = start; lines.length < count && at < text.length; at = afterLine(text, at)) {
    const end = text.indexOf('\n', at);
    lines.push(text.slice(at, end < 0 ? text.length : end));
  }
  return lines;
}
