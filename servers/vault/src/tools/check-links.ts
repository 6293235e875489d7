import { defineTool, type Reply, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { textOf } from '../disk/text-of.ts';
import { folderAt } from '../find-folder.ts';
import { fromOf, noteAt, spellingsOf } from '../find-note.ts';
import { notesRead } from '../read-whole-vault.ts';
import { checkFolder } from '../show/folder-problems.ts';
import { shownFrom } from '../show/listed.ts';
import { countFacts } from '../show/problem.ts';
import { checkText, type Draft } from '../show/text-problems.ts';
import { CHANGED, counted, fillingFact, withTrailer } from '../show/trailer.ts';
import type { Vault } from '../vault.ts';

/** UTF-16 units of a draft. */
const MOST_TEXT = 1_000_000;

export const checkLinks = defineTool({
  name: 'check_links',
  title: 'Check links',
  description:
    'Check every link of a draft before it is written (text and from), of a note (path), or of all notes in a folder. Answers with those that are broken or ambiguous, by line, and what to write instead.',
  input: z.object({
    text: z.string().max(MOST_TEXT).optional(),
    from: z.string().min(1).optional().describe('Path the draft will have.'),
    path: z.string().min(1).optional(),
    folder: z.string().optional().describe('Of any depth; . is the vault.'),
    cursor: z.string().optional().describe('From the last line of an answer.'),
  }),
  access: 'read',
  async run({ text, from, path, folder, cursor }, { vault, ...asking }: Context): Promise<Reply> {
    if ([text, path, folder].filter((one) => one !== undefined).length !== 1) throw oneOf();
    if (folder !== undefined) return aboutFolder(vault, folder, cursor, asking);
    const { signal } = asking;
    const draft =
      path === undefined ? await draftOf(vault, { text, from }, signal) : await noteOf(vault, path, signal);
    const { counts, list } = await checkText(vault, draft, signal);
    const { lines, facts } = await shownFrom(list, cursor);
    return withTrailer(lines.join('\n'), [...countFacts(counts), ...facts, fillingFact(vault.waiting)]);
  },
});

async function aboutFolder(
  vault: Vault,
  folder: string,
  cursor: string | undefined,
  asking: Pick<Context, 'signal' | 'progress'>,
): Promise<Reply> {
  await notesRead(vault, asking);
  const { waiting } = vault;
  const { read, list } = await checkFolder(vault, folderAt(vault.index, folder), asking);
  const { lines, facts } = await shownFrom(list, cursor);
  const { notes, counts } = read.value;
  return withTrailer(lines.join('\n'), [
    counted(notes, 'note'),
    ...countFacts(counts),
    ...facts,
    fillingFact(waiting),
    read.changed ? CHANGED : undefined,
  ]);
}

async function draftOf(
  vault: Vault,
  { text = '', from }: { text: string | undefined; from: string | undefined },
  signal: AbortSignal,
): Promise<Draft> {
  if (from === undefined) {
    throw new ToolError(
      'invalid_input',
      'from: says where the draft will be, because links count from there.',
    );
  }
  await vault.ready(signal, spellingsOf(from));
  return { text, from: fromOf(vault.index, from), isNew: true };
}

async function noteOf(vault: Vault, path: string, signal: AbortSignal): Promise<Draft> {
  const file = await noteAt(vault, path, signal);
  return { text: textOf(vault.source, file.path).text, from: file.path, isNew: false };
}

function oneOf(): ToolError {
  return new ToolError(
    'invalid_input',
    'text: give one of a draft (text and from), the path of a note, or a folder.',
  );
}
