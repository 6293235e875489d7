import type { Who } from '../tracker/tenant.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { RestDesk } from './desk.ts';

/** Names of one answer. */
const MOST = 50;

/** Who can be assigned, those first whose name begins so; of a tracker that has no list of them, the token's account. */
export async function peopleOf(desk: RestDesk, who: Who, typed: string, doing: Doing): Promise<string[]> {
  if (!desk.isFor(who)) return [];
  const sought = typed.toLowerCase();
  const at = (name: string) => name.toLowerCase().indexOf(sought);
  const names = await namesOf(desk, who, doing);
  return names
    .filter((name) => at(name) >= 0)
    .sort((a, b) => at(a) - at(b) || (a < b ? -1 : 1))
    .slice(0, MOST);
}

async function namesOf(desk: RestDesk, who: Who, doing: Doing): Promise<string[]> {
  const { list } = desk.profile.fields.assignee ?? {};
  if (list === undefined) return [(await desk.account()).login ?? []].flat();
  const named = await desk.lists.of(list, await desk.projects.named(who, undefined), doing);
  return named.map(({ name }) => name);
}
