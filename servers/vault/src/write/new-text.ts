import { ToolError } from '@ashlar/kit/errors';
import type { ParsedNote } from '../note/parsed-note.ts';
import { headingKey } from '../resolve/heading-key.ts';
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
  return withEndsOf(before, replaceLines(before, atEnd(before), words));
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
  section: Section,
  { content, append }: Change,
): string {
  const body = withoutMargins(lines, { from: section.from + 1, to: section.to });
  if (append) return replaceLines(text, { from: body.to + 1, to: body.to }, content);
  return replaceLines(text, body, withoutHeading(content, section));
}

/** Whoever has read a section has seen its heading, and may repeat it. */
function withoutHeading(content: string, { note, from }: Section): string {
  const heading = note.headings.find(({ line }) => line === from);
  const [, marks = '', words = ''] = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*(?:\r?\n|$)/.exec(content) ?? [];
  const same = heading?.level === marks.length && headingKey(heading.text) === headingKey(words);
  if (!same) return content;
  const end = content.indexOf('\n');
  return end < 0 ? '' : content.slice(end + 1).replace(/^(?:[ \t]*\r?\n)+/, '');
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
