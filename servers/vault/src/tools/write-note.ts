import { defineTool, type Reply, ToolError, withTrailer } from '@ashlar/kit';
import { oneLine, quoted } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { type NewlyBroken, newlyBroken } from '../show/newly-broken.ts';
import { type TouchedOthers, touchedOthers } from '../show/touched.ts';
import { counted } from '../show/trailer.ts';
import type { Vault } from '../vault.ts';
import { type Draft, draftNote } from '../write/draft-note.ts';
import { putNote } from '../write/put-note.ts';

/** UTF-16 units of a text that is written. */
const MOST_TEXT = 1_000_000;

const input = z.object({
  path: z.string().min(1),
  content: z.string().max(MOST_TEXT),
  section: z
    .string()
    .min(1)
    .optional()
    .describe('Only below this heading (Goals#Next), or only this ^block.'),
  append: z.boolean().optional().describe('Add at the end.'),
  ifVersion: z.string().optional().describe('From read_note; for a note that exists.'),
  onBroken: z.enum(['refuse', 'report']).optional().describe('Links that lead nowhere. Default refuse.'),
});
type Input = z.output<typeof input>;

export const writeNote = defineTool({
  name: 'write_note',
  title: 'Write a note',
  description: 'Create a note, or replace or add to one or to a section of it. Refuses new broken links.',
  input,
  access: 'write',
  hints: { destructive: true },
  async preview(asked, { vault, signal }: Context) {
    const { path, before, after, touched } = await checked(vault, asked, signal);
    const what = before === undefined ? 'Creates' : asked.section ? 'Changes a section of' : 'Rewrites';
    const words = `${what} ${quoted(path)}, which then has ${after.length} characters.`;
    return {
      summary: [words, ...touched.facts.filter(Boolean)].join('\n'),
      version: before?.version ?? 'new',
    };
  },
  async run(asked, { vault, signal }: Context): Promise<Reply> {
    const { path, before, after, broken, touched } = await checked(vault, asked, signal);
    const { version, size, changed } = await putNote(vault.source, path, after, { before, signal });
    await vault.seen([path]);
    const done = before === undefined ? 'created' : changed ? 'written' : 'unchanged';
    return withTrailer([...touched.lines, broken.lines].filter(Boolean).join('\n'), [
      `${done} ${oneLine(path)}, ${counted(size, 'byte')}`,
      broken.count === 0 ? undefined : `${counted(broken.count, 'link')} newly broken`,
      broken.shown < broken.count ? `only the first ${broken.shown} are shown` : undefined,
      ...touched.facts,
      `version ${version}`,
    ]);
  },
});

/** A draft that has been looked at. */
interface Checked extends Draft {
  broken: NewlyBroken;
  touched: TouchedOthers;
}

/** What a draft breaks, of its own links if that was asked for. Throws `ToolError` where it was not. */
async function checked(vault: Vault, asked: Input, signal: AbortSignal): Promise<Checked> {
  const { path, before, after } = await draftNote(vault, asked, signal);
  const broken = await newlyBroken(vault, path, { before: before?.text, after }, signal);
  if (broken.count > 0 && asked.onBroken !== 'report') throw refusal(broken);
  return { path, before, after, broken, touched: await touchedOthers(vault, broken.written, signal) };
}

function refusal({ count, shown, lines }: NewlyBroken): ToolError {
  const most = shown < count ? ` (the first ${shown})` : '';
  return new ToolError(
    'invalid_input',
    `content: ${counted(count, 'new link')} would be broken. Nothing was written.`,
    {
      hint: `Correct them, or write with onBroken report${most}:\n${lines}`,
    },
  );
}
