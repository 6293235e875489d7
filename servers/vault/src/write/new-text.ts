import { ToolError } from '@ashlar/kit/errors';
import type { ParsedNote } from '../note/parsed-note.ts';
import { headingEnd, isMarked, isUnderline, withoutHeading } from './heading-lines.ts';
import { withEndsOf } from './line-ends.ts';
import { replaceLines, type Span, withoutMargins } from './splice-lines.ts';

/** What is asked for: a whole text, or one for the place that `section` names. */
export interface Change {
  content: string;
  append: boolean;
}

/** The lines of a section as reading it shows them: a heading and what is below it, or a block. */
export interface Section extends Span {
  kind: 'heading' | 'block';
  note: ParsedNote;
}

/** The text of a note that shall hold `content`. Line ends are those of the text before; see `withEndsOf`. */
export function newText(before: string | undefined, { content, append }: Change): string {
  const words = content.replace(/^\ufeff/, '');
  if (before === undefined) return words;
  if (!append) return withEndsOf(before, words);
  return withEndsOf(before, replaceLines(before, atEnd(before), apart(words)));
}

/** The text of a note with one section replaced, or added to. Throws `ToolError` (`invalid_input`). */
export function newSection(before: string, section: Section, { content, append }: Change): string {
  const lines = before.split('\n');
  const spliced =
    section.kind === 'block'
      ? newBlock(before, lines, section, { content, append })
      : belowHeading(before, lines, section, { content, append });
  return withEndsOf(before, spliced);
}

/** The heading stays, and so do the blank lines around what stands below it. */
function belowHeading(
  text: string,
  lines: readonly string[],
  { from, to, note }: Section,
  { content, append }: Change,
): string {
  const body = withoutMargins(lines, { from: headingEnd(lines, from) + 1, to });
  const heading = note.headings.find(({ line }) => line === from);
  const words = append || heading === undefined ? content : withoutHeading(content, heading);
  // An underlined heading right below would take the words for its own.
  const next = lines[body.to] ?? '';
  const gap = next.trim() === '' || isMarked(next) ? '' : '\n';
  if (append) return replaceLines(text, { from: body.to + 1, to: body.to }, apart(words), gap);
  return replaceLines(text, body, words, gap);
}

/** What is added below other words, which a line of dashes at its beginning would make a heading of. */
function apart(words: string): string {
  return isUnderline(words.split('\n', 1)[0]) ? `\n${words}` : words;
}

/** The id stays: on its own line where it has one, or else behind the new words. */
function newBlock(
  text: string,
  lines: readonly string[],
  { from, to, note }: Section,
  { content, append }: Change,
): string {
  if (append) {
    throw new ToolError('invalid_input', 'append: a block has no end to add to.', {
      hint: 'Give a heading, or write the whole block.',
    });
  }
  const id = note.blocks.find(({ idLine }) => idLine === to)?.id ?? '';
  const alone = lines[to - 1]?.trim() === `^${id}`;
  const words = content.trimEnd();
  if (alone) return replaceLines(text, withoutMargins(lines, { from, to: to - 1 }), words);
  return replaceLines(text, { from, to }, words.endsWith(`^${id}`) ? words : `${words} ^${id}`);
}

/** The place behind the last line that says something. */
function atEnd(text: string): Span {
  const lines = text.split('\n');
  const { to } = withoutMargins(lines, { from: 1, to: lines.length });
  return { from: to + 1, to };
}
