import { type Reply, withTrailer } from '@ashlar/kit';
import { oneLine } from '@ashlar/kit/files';
import type { PlannedEdit, RenamePlan } from '../rename/plan-rename.ts';
import { listOf, shownFrom } from './listed.ts';
import { counted } from './trailer.ts';
import { shownLink } from './verdict.ts';

const WHY = {
  follows: 'follows',
  captured: 'the new name would take it',
  lost: 'would lead nowhere',
  ambiguous: 'would be ambiguous',
} as const;

/** What would change, link by link from a cursor on: `Log.md:7: [[Old]] → [[New]] (follows)`. */
export async function showPlan(
  plan: RenamePlan,
  { cursor, handle }: { cursor: string | undefined; handle?: string },
): Promise<Reply> {
  const itself = (line: string) => line;
  const { lines, facts } = await shownFrom(listOf(linesOf(plan), itself, itself), cursor);
  return withTrailer(lines.join('\n'), [
    factsOf(plan),
    ...facts,
    handle === undefined
      ? 'cannot be carried out: choose another name, or correct what is named first'
      : `nothing is changed yet: carry it out within 10 minutes with apply ${handle}`,
  ]);
}

/** What a rename is, in one sentence of facts. */
export function factsOf({ moves, files, unlinkable, unreadable }: RenamePlan): string {
  const [move] = moves;
  const links = files.reduce((sum, { edits }) => sum + linksIn(edits).length, 0);
  return [
    `${oneLine(move?.from ?? '')} to ${oneLine(move?.to ?? '')}`,
    `${counted(links, 'link')} in ${counted(files.length, 'file')}`,
    ...(unlinkable.length > 0 ? [`${counted(unlinkable.length, 'link')} that cannot be kept`] : []),
    ...(unreadable.length > 0 ? [`${counted(unreadable.length, 'file')} not readable as UTF-8`] : []),
  ].join(' · ');
}

function linesOf({ files, unlinkable, unreadable }: RenamePlan): string[] {
  return [
    ...unreadable.map((path) => `${oneLine(path)}: cannot be read as UTF-8, and may hold links`),
    ...unlinkable.map(
      ({ path, line, link }) => `${oneLine(path)}:${line}: ${shownLink(link)} no link can lead there`,
    ),
    ...files.flatMap(({ path, edits }) =>
      linksIn(edits).map(
        ({ line, before, after, reason }) =>
          `${oneLine(path)}:${line}: ${shownLink(before)} → ${shownLink(after)} (${WHY[reason]})`,
      ),
    ),
  ];
}

/** One edit for each link. */
function linksIn(edits: readonly PlannedEdit[]): PlannedEdit[] {
  return edits.filter(({ link }, at) => edits[at - 1]?.link !== link);
}
