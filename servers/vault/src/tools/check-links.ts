import { defineTool, type Reply, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { textOf } from '../disk/text-of.ts';
import { fromOf, noteAt, spellingsOf } from '../find-note.ts';
import { NoteFacts } from '../index/note-facts.ts';
import { vaultFile } from '../index/vault-file.ts';
import { parseWhole } from '../note/parse-file.ts';
import { breath, problemLine } from '../show/problem.ts';
import { counted, fillingFact, Page, withTrailer } from '../show/trailer.ts';
import { resolveNow } from '../show/verdict.ts';
import type { Vault } from '../vault.ts';

/** UTF-16 units of a draft. */
const MOST_TEXT = 1_000_000;
/** Links that are looked up in one go: some milliseconds. Looking for what was meant takes longer than that. */
const LINKS_A_TURN = 1_000;

interface Draft {
  text: string;
  from: string;
  /** It is not in the vault as it is here: links to it lead to this text. */
  isNew: boolean;
}

export const checkLinks = defineTool({
  name: 'check_links',
  title: 'Check links',
  description:
    'Check every link of a draft before it is written (text and from), or of a note (path). Answers with those that are broken or ambiguous, by line, and what to write instead.',
  input: z.object({
    text: z.string().max(MOST_TEXT).optional(),
    from: z.string().min(1).optional().describe('Path the draft will have.'),
    path: z.string().min(1).optional(),
  }),
  access: 'read',
  async run({ text, from, path }, { vault, signal }: Context): Promise<Reply> {
    if ((path === undefined) === (text === undefined)) throw eitherOne();
    const draft =
      path === undefined ? await draftOf(vault, { text, from }, signal) : await noteOf(vault, path, signal);
    return check(vault, draft, signal);
  },
});

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

async function check(vault: Vault, { text, from, isNew }: Draft, signal: AbortSignal): Promise<Reply> {
  const note = await parseWhole(from, text);
  const { links } = note;
  const written = isNew ? vaultFile(from, NoteFacts.of(note)) : undefined;
  const page = new Page();
  const counts = { missing: 0, anchor_missing: 0, ambiguous: 0, invalid: 0, resolved: 0 };
  let shown = 0;
  let full = false;
  for (const [at, link] of links.entries()) {
    if (at % LINKS_A_TURN === LINKS_A_TURN - 1) await breath(signal);
    const found = await resolveNow(vault, link, from, written);
    counts[found.status]++;
    if (found.status === 'resolved' || full) continue;
    await breath(signal);
    full = !page.add(problemLine(vault, { text, link, from }, found));
    if (!full) shown++;
  }
  const problems = links.length - counts.resolved;
  return withTrailer(page.text, [
    counted(links.length, 'link'),
    `${counts.missing + counts.invalid} broken`,
    `${counts.anchor_missing} with a missing heading or block`,
    `${counts.ambiguous} ambiguous`,
    shown < problems
      ? `only the first ${shown} of ${problems} are shown: correct these, then check again`
      : undefined,
    fillingFact(vault.waiting),
  ]);
}

function eitherOne(): ToolError {
  return new ToolError('invalid_input', 'text: give either a draft (text and from) or the path of a note.');
}
