import { ANSWER_BYTES } from '@ashlar/kit';
import type { Read } from '../graph/reading.ts';
import type { Survey } from '../graph/survey.ts';
import { type Asking, surveyOf } from '../read-whole-vault.ts';
import type { Vault } from '../vault.ts';
import { type Shown, shownFrom } from './listed.ts';
import { LISTS, type List, listsIn } from './report-lists.ts';
import { CHANGED, counted, fillingFact, Page } from './trailer.ts';

/** Rows of each list that a whole report shows, and bytes of them. */
const HEAD = { rows: 5, bytes: Math.floor(ANSWER_BYTES / LISTS.length) - 200 };

export interface Report {
  /** Lines of the server's own, and below them, indented, names out of the vault. */
  text: string;
  /** The counts, and what may be wrong with them, in the server's own words. */
  facts: (string | undefined)[];
}

/** The whole report: how many there are of everything, and the head of each list. */
export async function reportOf(vault: Vault, asking: Asking): Promise<Report> {
  const { read, waiting } = await surveyOf(vault, asking);
  const lists = listsIn(read.value, vault.index, asking.signal);
  const parts: string[] = [];
  for (const list of LISTS) {
    const { count } = lists[list];
    const shown = await shownFrom(lists[list], undefined, new Page(HEAD));
    parts.push(
      titleOf(list, read.value, count),
      ...shown.lines.map((line) => `  ${line}`),
      ...moreOf(list, count, shown),
    );
  }
  return { text: parts.join('\n'), facts: factsOf(read, waiting) };
}

/** One list of it, from a cursor on. Throws `ToolError` (`invalid_input`) for a cursor that is none. */
export async function reportListOf(
  vault: Vault,
  list: List,
  cursor: string | undefined,
  asking: Asking,
): Promise<Report> {
  const { read, waiting } = await surveyOf(vault, asking);
  const listed = listsIn(read.value, vault.index, asking.signal)[list];
  const { lines, facts } = await shownFrom(listed, cursor);
  return {
    text: lines.join('\n'),
    facts: [titleOf(list, read.value, listed.count), ...facts, ...unsureFacts(read, waiting)],
  };
}

function titleOf(list: List, { missing, unresolved, duplicateNames }: Survey, count: number): string {
  if (list === 'unresolved')
    return `unresolved: ${counted(missing.length, 'name')}, ${counted(unresolved, 'link')}`;
  if (list === 'anchors') return `links to missing headings or blocks: ${count}`;
  if (list === 'orphans') return `orphans, to which nothing links: ${counted(count, 'note')}`;
  if (list === 'dead_ends') return `dead ends, which link to nothing: ${counted(count, 'file')}`;
  if (list === 'duplicates')
    return `duplicates: ${counted(duplicateNames, 'name')} of ${counted(count, 'file')}`;
  return `unlinkable, since no link can name them: ${counted(count, 'note')}`;
}

function moreOf(list: List, count: number, { lines, next }: Shown): string[] {
  return next === undefined ? [] : [`  ${count - lines.length} more: list ${list}, cursor ${next}`];
}

function factsOf(read: Read<Survey>, waiting: number): (string | undefined)[] {
  const { files, notes, links, resolved, ambiguous, unresolved, anchorsMissing } = read.value;
  return [
    `${counted(files, 'file')}, ${counted(notes, 'note')}`,
    `${counted(links, 'link')}: ${resolved} resolved, ${ambiguous} ambiguous, ${unresolved} unresolved, ${anchorsMissing} with a missing heading or block`,
    ...unsureFacts(read, waiting),
  ];
}

function unsureFacts({ changed }: Read<Survey>, waiting: number): (string | undefined)[] {
  return [fillingFact(waiting), changed ? CHANGED : undefined];
}
