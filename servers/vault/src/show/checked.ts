import { textOf } from '../disk/text-of.ts';
import { folderAt } from '../find-folder.ts';
import { noteAt } from '../find-note.ts';
import { type Asking, notesRead } from '../read-whole-vault.ts';
import type { Vault } from '../vault.ts';
import { checkFolder } from './folder-problems.ts';
import { shownFrom } from './listed.ts';
import { countFacts } from './problem.ts';
import type { Report } from './report.ts';
import { checkText, type Draft } from './text-problems.ts';
import { CHANGED, counted, fillingFact } from './trailer.ts';

/** What is wrong with the links of a text, by line, as much as one answer holds; from a cursor on. */
export async function checkedText(
  vault: Vault,
  draft: Draft,
  cursor: string | undefined,
  { signal }: Asking,
): Promise<Report> {
  const { counts, list } = await checkText(vault, draft, signal);
  const { lines, facts } = await shownFrom(list, cursor);
  return { text: lines.join('\n'), facts: [...countFacts(counts), ...facts, fillingFact(vault.waiting)] };
}

/** The same of a note. Throws `ToolError` (`not_found`) that names near ones. */
export async function checkedNote(
  vault: Vault,
  path: string,
  cursor: string | undefined,
  asking: Asking,
): Promise<Report> {
  const file = await noteAt(vault, path, asking.signal);
  const { text } = textOf(vault.source, file.path);
  return checkedText(vault, { text, from: file.path, isNew: false }, cursor, asking);
}

/** The same of all notes below a folder. Throws `ToolError` (`not_found`). */
export async function checkedFolder(
  vault: Vault,
  folder: string,
  cursor: string | undefined,
  asking: Asking,
): Promise<Report> {
  await notesRead(vault, asking);
  const { waiting } = vault;
  const { read, list } = await checkFolder(vault, folderAt(vault.index, folder), asking);
  const { lines, facts } = await shownFrom(list, cursor);
  const { notes, counts } = read.value;
  return {
    text: lines.join('\n'),
    facts: [
      counted(notes, 'note'),
      ...countFacts(counts),
      ...facts,
      fillingFact(waiting),
      read.changed ? CHANGED : undefined,
    ],
  };
}
