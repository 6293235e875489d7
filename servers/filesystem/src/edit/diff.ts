import { clip } from '@ashlar/kit/files';
import { type StructuredPatchHunk, structuredPatch } from 'diff';
import { afterLine, countBreaks, lineStart } from '../text/lines.ts';

const CONTEXT = 2;
/** Bytes of a diff; what goes beyond is counted instead. */
const MOST_BYTES = 6_000;
/** Characters of one line of it. */
const LINE_CHARACTERS = 300;
/** Lines added and removed beyond which no alignment is looked for: its cost grows with their square. */
const MOST_CHANGED_LINES = 1_000;

/**
 * What changed from one text to another, as a unified diff of the changed regions with two lines of context. At
 * most about 6 KB: long lines are cut, and the changed lines left out are counted at the end.
 */
export function diffTexts(before: string, after: string): string {
  if (before === after) return '';
  const start = lineBefore(before, sameStart(before, after), CONTEXT);
  const firstLine = countBreaks(before, start);
  const tail = sameLinesAtEnd(before, after, start);
  const from = before.slice(start, before.length - tail);
  const to = after.slice(start, after.length - tail);
  const patch = structuredPatch('', '', from, to, '', '', {
    context: CONTEXT,
    maxEditLength: MOST_CHANGED_LINES,
  });
  if (!patch) return `${lines(from)} lines from line ${firstLine + 1} on replaced by ${lines(to)} lines.`;
  return print(patch.hunks, firstLine);
}

function print(hunks: StructuredPatchHunk[], firstLine: number): string {
  const shown: string[] = [];
  let bytes = 0;
  let left = 0;
  for (const hunk of hunks) {
    const old = range(hunk.oldStart + firstLine, hunk.oldLines);
    const now = range(hunk.newStart + firstLine, hunk.newLines);
    for (const line of [`@@ -${old} +${now} @@`, ...hunk.lines]) {
      const short = clip(line, LINE_CHARACTERS);
      bytes += Buffer.byteLength(short) + 1;
      if (bytes <= MOST_BYTES) shown.push(short);
      else if (/^[+-]/.test(line)) left++;
    }
  }
  if (left > 0) shown.push(`… and ${left} more changed lines`);
  return shown.join('\n');
}

/** In the unified format an empty range is named by the line before it. */
function range(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function sameStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  return same;
}

/** Where the line begins that lies this many lines before the line of an index. */
function lineBefore(text: string, index: number, lines: number): number {
  let start = lineStart(text, index);
  for (let gone = 0; gone < lines && start > 0; gone++) start = lineStart(text, start - 1);
  return start;
}

/** Characters of the whole lines that both texts end with, but for those the last hunk shows as context. */
function sameLinesAtEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let same = 0;
  while (same < most && a.charCodeAt(a.length - 1 - same) === b.charCodeAt(b.length - 1 - same)) same++;
  let from = a.length - same;
  // Unless the line before ends right there, the first of them is only the rest of a changed line.
  for (let kept = 0; kept <= CONTEXT && from < a.length; kept++) from = afterLine(a, from);
  return a.length - from;
}

function lines(text: string): number {
  return countBreaks(text, text.length) + (text === '' || text.endsWith('\n') ? 0 : 1);
}
