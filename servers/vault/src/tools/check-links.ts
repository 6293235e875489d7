import { defineTool, type Reply, ToolError, withTrailer } from '@ashlar/kit';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { fromOf, spellingsOf } from '../find-note.ts';
import type { Asking } from '../read-whole-vault.ts';
import { checkedFolder, checkedNote, checkedText } from '../show/checked.ts';
import type { Report } from '../show/report.ts';
import type { Draft } from '../show/text-problems.ts';
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
    const { text: said, facts } = await checked(vault, { text, from, path, folder }, cursor, asking);
    return withTrailer(said, facts);
  },
});

interface Wanted {
  text: string | undefined;
  from: string | undefined;
  path: string | undefined;
  folder: string | undefined;
}

async function checked(
  vault: Vault,
  { text, from, path, folder }: Wanted,
  cursor: string | undefined,
  asking: Asking,
): Promise<Report> {
  if (folder !== undefined) return checkedFolder(vault, folder, cursor, asking);
  if (path !== undefined) return checkedNote(vault, path, cursor, asking);
  return checkedText(vault, await draftOf(vault, { text, from }, asking.signal), cursor, asking);
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

function oneOf(): ToolError {
  return new ToolError(
    'invalid_input',
    'text: give one of a draft (text and from), the path of a note, or a folder.',
  );
}
