import { ANSWER_BYTES, defineTool, type Reply, withTrailer } from '@ashlar/kit';
import { clip, INVISIBLE, token } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { textOf, type VersionedText } from '../disk/text-of.ts';
import { noteAt } from '../find-note.ts';
import { parseWhole } from '../note/parse-file.ts';
import type { ParsedNote } from '../note/parsed-note.ts';
import { linesOf } from '../search/fields.ts';
import { outlineFacts, outlineOf } from '../show/outline.ts';
import { type Lines, partOf } from '../show/part.ts';
import { counted, Page } from '../show/trailer.ts';

const UNSEEN = new RegExp(INVISIBLE, 'g');
/** UTF-16 units of a line, so that even one of three bytes each fits into an answer. */
const MOST_OF_LINE = Math.floor(ANSWER_BYTES / 3) - 1;

export const readNoteTool = defineTool({
  name: 'read_note',
  title: 'Read a note',
  description:
    'Read a note: whole, below a heading, one block, or by lines. The last line says how to go on.',
  input: z.object({
    path: z.string().min(1),
    heading: z.string().min(1).optional().describe('Nested: Goals#Next.'),
    block: z.string().min(1).optional().describe('Id, without ^.'),
    lines: z.string().min(1).optional().describe('Such as 12-40.'),
    outline: z.boolean().optional().describe('Only properties, headings and block ids, by line.'),
  }),
  access: 'read',
  async run({ path, outline = false, ...wanted }, { vault, signal }: Context): Promise<Reply> {
    const { path: exact } = await noteAt(vault, path, signal);
    const read = textOf(vault.source, exact);
    const lines = [...linesOf(read.text)];
    // The break at the end of the last line begins no line.
    if (lines.at(-1) === '') lines.pop();
    const note = await parseWhole(exact, read.text);
    const part = partOf(note, lines.length, wanted);
    return outline ? showOutline(read, note, lines.length, part) : show(read, lines, part);
  },
});

function show(read: VersionedText, lines: readonly string[], { from, to }: Lines): Reply {
  const page = new Page();
  let cut = false;
  for (const line of lines.slice(from - 1, to)) {
    const whole = line.slice(0, MOST_OF_LINE + 1).replaceAll(UNSEEN, token);
    const shown = clip(whole, MOST_OF_LINE);
    if (!page.add(shown)) break;
    cut ||= shown !== whole || line.length > MOST_OF_LINE;
  }
  const end = from + page.lines.length - 1;
  return withTrailer(page.text, [
    lines.length === 0 ? 'empty note' : `lines ${from}-${end} of ${lines.length}`,
    end < to ? `more with lines ${end + 1}-${to}` : undefined,
    cut ? `lines of more than ${MOST_OF_LINE} characters are cut` : undefined,
    ...versionFacts(read),
  ]);
}

function showOutline(read: VersionedText, note: ParsedNote, total: number, part: Lines): Reply {
  const page = new Page();
  const next = outlineOf(note, part).find(({ text }) => !page.add(text));
  return withTrailer(page.text, [
    total === 0 ? 'empty note' : `outline of ${counted(total, 'line')}`,
    ...outlineFacts(note),
    next === undefined ? undefined : `more with outline and lines ${next.line}-${part.to}`,
    ...versionFacts(read),
  ]);
}

function versionFacts({ encoding, version }: VersionedText): (string | undefined)[] {
  return [encoding === 'utf-8' ? undefined : encoding, `version ${version}`];
}
