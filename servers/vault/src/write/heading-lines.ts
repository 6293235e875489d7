import { parseNote } from '../note/parse-note.ts';
import type { Heading } from '../note/parsed-note.ts';
import { headingKey } from '../resolve/heading-key.ts';

/** A heading that begins with its marks. CommonMark 0.31, section 4.2. */
const MARKED = /^ {0,3}#{1,6}(?:\s|$)/;
/** What makes a heading of the lines above it. The same, section 4.3. */
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*\r?$/;

/** The line on which a heading ends that begins on this one, both from 1: its underline is a part of it. */
export function headingEnd(lines: readonly string[], line: number): number {
  if (isMarked(lines[line - 1])) return line;
  const underline = lines.findIndex((text, at) => at >= line && isUnderline(text));
  return underline < 0 ? line : underline + 1;
}

export function isMarked(line: string | undefined): boolean {
  return MARKED.test(line ?? '');
}

export function isUnderline(line: string | undefined): boolean {
  return UNDERLINE.test(line ?? '');
}

/** A text without the heading that it begins with, if it is this one: whoever has read a section may repeat it. */
export function withoutHeading(text: string, { level, text: words }: Heading): string {
  const [first] = parseNote(text).headings;
  const same = first?.line === 1 && first.level === level && headingKey(first.text) === headingKey(words);
  if (!same) return text;
  const lines = text.split('\n');
  const below = lines.slice(headingEnd(lines, 1));
  return below.join('\n').replace(/^(?:[ \t]*\r?\n)+/, '');
}
