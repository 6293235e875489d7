import { sameText } from '../remote/same-text.ts';
import { unknownOutcome } from '../remote/unknown-outcome.ts';
import type { Draft } from '../tracker/change.ts';
import type { RestDesk } from './desk.ts';
import { readField } from './fields.ts';
import { textAt } from './json-path.ts';
import type { Listed } from './list-by-change.ts';
import { secondText } from './listing.ts';
import type { Project } from './projects.ts';
import { listed } from './search.ts';
import { walk } from './steps.ts';

/** Tickets that changed last, among which the lost one is looked for. */
const MOST = 50;

/**
 * The number of the ticket of this draft that nothing answered for, by its author, title, text and time. The list is
 * read, because a search may learn of it late. Throws where the tracker cannot be looked at: nothing is sent again then.
 */
export async function lostTicket(
  desk: RestDesk,
  project: Project,
  draft: Draft,
  begun: number,
): Promise<string | undefined> {
  const { search, name } = desk.profile;
  if (search === undefined) {
    const hint =
      'Look in the tracker itself: it cannot be looked for here, and the same call sends no second one.';
    throw unknownOutcome(name, 'the ticket was made', hint, undefined);
  }
  const listing = { project, statuses: undefined, query: {}, since: secondText(desk.earliest(begun)) };
  const { items } = await listed(desk, search, listing, undefined, { limit: MOST });
  const { me } = await desk.account();
  for (const one of items) {
    const isLike = sameText(one.brief.title, draft.title) && isMine(desk, one, me, begun);
    if (isLike && (await hasText(desk, project, one, draft.body))) return numberOf(one);
  }
  return undefined;
}

function isMine(desk: RestDesk, { brief, data }: Listed, me: string | undefined, begun: number): boolean {
  const { profile, made } = desk;
  const { author } = profile.fields;
  const path = author?.id ?? author?.read;
  const created = Date.parse(readField(profile, 'created', data) ?? '');
  const isByMe = path !== undefined && me !== undefined && textAt(data, path) === me;
  return isByMe && !made.has(brief.id) && created >= desk.earliest(begun);
}

async function hasText(desk: RestDesk, project: Project, one: Listed, body: string): Promise<boolean> {
  const { read, steps } = desk.profile.fields.body;
  const text =
    steps === undefined
      ? textAt(one.data, read ?? '')
      : await walk(desk, steps, { project, number: numberOf(one) }, {});
  return sameText(text, body);
}

function numberOf({ brief: { id } }: Listed): string {
  return id.slice(id.lastIndexOf('-') + 1);
}
