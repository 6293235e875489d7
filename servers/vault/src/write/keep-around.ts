import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import type { ParsedNote } from '../note/parsed-note.ts';
import type { Section } from './new-text.ts';

/**
 * Makes sure that a new section leaves what stands behind it what it was, and a block its id: code that is never closed
 * would swallow both. Throws `ToolError` (`invalid_input`).
 */
export function keepAround(section: Section, after: ParsedNote): void {
  const { note: before, kind, to } = section;
  const headings = before.headings.filter(({ line }) => line > to);
  const blocks = before.blocks.filter(({ line }) => line > to);
  const lost =
    gone(headings, after.headings, ({ text, level }) => `${level} ${text}`)?.text ??
    gone(blocks, after.blocks, ({ id }) => id)?.id;
  if (lost !== undefined) {
    throw new ToolError('invalid_input', `content: would swallow what stands below it: ${quoted(lost)}.`, {
      hint: 'Close what it opens: code, a comment or HTML.',
    });
  }
  const id = kind === 'block' ? before.blocks.find(({ idLine }) => idLine === to)?.id : undefined;
  if (id !== undefined && !after.blocks.some((block) => block.id === id)) {
    throw new ToolError('invalid_input', 'content: the block would lose its id.', {
      hint: `Behind code, a table or a list, write ^${id} below a blank line, as the last line.`,
    });
  }
}

/** The first of these that is not at its place, counted from the end. */
function gone<T>(wanted: readonly T[], there: readonly T[], keyOf: (one: T) => string): T | undefined {
  return wanted.find((one, at) => {
    const other = there[there.length - wanted.length + at];
    return other === undefined || keyOf(one) !== keyOf(other);
  });
}
