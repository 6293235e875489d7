import { defineTool, type Reply, ToolError, withTrailer } from '@ashlar/kit';
import { oneLine, quoted } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { isEditable } from '../disk/encode.ts';
import { textOf } from '../disk/text-of.ts';
import { spellingsOf } from '../find-note.ts';
import { isMarkdown } from '../link/fold.ts';
import { parseWhole } from '../note/parse-file.ts';
import { linesOf } from '../search/fields.ts';
import { type NewlyBroken, newlyBroken } from '../show/newly-broken.ts';
import { partOf } from '../show/part.ts';
import { counted } from '../show/trailer.ts';
import { targetAt } from '../target-path.ts';
import type { Vault } from '../vault.ts';
import { newSection, newText } from '../write/new-text.ts';
import { type Before, putNote } from '../write/put-note.ts';

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
    const { path, before, after } = await checked(vault, asked, signal);
    const what = before === undefined ? 'Creates' : asked.section ? 'Changes a section of' : 'Rewrites';
    return {
      summary: `${what} ${quoted(path)}, which then has ${after.length} characters.`,
      version: before?.version ?? 'new',
    };
  },
  async run(asked, { vault, signal }: Context): Promise<Reply> {
    const { path, before, after, broken } = await checked(vault, asked, signal);
    const { version, size, changed } = await putNote(vault.source, path, after, { before, signal });
    await vault.seen([path]);
    const done = before === undefined ? 'created' : changed ? 'written' : 'unchanged';
    return withTrailer(broken.lines, [
      `${done} ${oneLine(path)}, ${counted(size, 'byte')}`,
      broken.count === 0 ? undefined : `${counted(broken.count, 'link')} newly broken`,
      broken.shown < broken.count ? `only the first ${broken.shown} are shown` : undefined,
      `version ${version}`,
    ]);
  },
});

interface Draft {
  path: string;
  before: Before | undefined;
  after: string;
}

/** A draft, and the links that it breaks, if that was asked for. Throws `ToolError` where it was not. */
async function checked(
  vault: Vault,
  asked: Input,
  signal: AbortSignal,
): Promise<Draft & { broken: NewlyBroken }> {
  const { path, before, after } = await draft(vault, asked, signal);
  const broken = await newlyBroken(vault, path, { before: before?.text, after }, signal);
  if (broken.count > 0 && asked.onBroken !== 'report') throw refusal(broken);
  return { path, before, after, broken };
}

/** The whole text that a note would have. Throws `ToolError` where it cannot be made, or was not asked for rightly. */
async function draft(
  vault: Vault,
  { path: asked, content, section, append = false, ifVersion }: Input,
  signal: AbortSignal,
): Promise<Draft> {
  if (!isMarkdown(asked)) throw noMarkdown(asked);
  if (/\p{Surrogate}|\0/u.test(content)) {
    throw new ToolError(
      'invalid_input',
      'content: holds a NUL or half of a surrogate pair, as no text does.',
    );
  }
  await vault.ready(signal, spellingsOf(asked));
  const { path, file } = targetAt(vault, 'path', asked);
  const before = file === undefined ? undefined : noteBefore(vault, path, ifVersion);
  if (before === undefined && (ifVersion ?? section) !== undefined) {
    throw new ToolError('not_found', `path: the vault has no note ${quoted(path)}.`, {
      hint: 'Leave out ifVersion and section to create it.',
    });
  }
  const change = { content, append };
  if (section === undefined || before === undefined) {
    return { path, before, after: newText(before?.text, change) };
  }
  const note = await parseWhole(path, before.text);
  const kind = section.startsWith('^') ? 'block' : 'heading';
  const lines = partOf(note, [...linesOf(before.text.replace(/\n$/, ''))].length, { [kind]: section });
  return { path, before, after: newSection(before.text, { ...lines, kind, note }, change) };
}

/** The note as it is, in the version that the model has seen. */
function noteBefore(vault: Vault, path: string, ifVersion: string | undefined): Before {
  const { text, encoding, version } = textOf(vault.source, path);
  if (!isEditable(encoding)) {
    throw new ToolError('invalid_input', `path: ${quoted(path)} is not in UTF-8 (${encoding}).`, {
      hint: 'It has to be converted by another program first.',
    });
  }
  if (ifVersion === version) return { text, encoding, version };
  const what = ifVersion === undefined ? 'exists already' : 'has changed since';
  throw new ToolError('conflict', `path: ${quoted(path)} ${what}: its version is ${version} now.`, {
    hint: 'Read it, then write with ifVersion.',
  });
}

function noMarkdown(path: string): ToolError {
  return new ToolError('invalid_input', `path: ${quoted(path)} is no path of a note.`, {
    hint: `Notes end in .md: ${quoted(`${path.replace(/\/+$/, '')}.md`)}.`,
  });
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
