import { type Audience, type Place, projectIn } from '../tracker/audience.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Doing, Tracker } from '../tracker/tracker.ts';

/** Where the ticket of an id stands, and who sees it there; the id is as somebody wrote it. */
export function placeOf(tracker: Tracker, who: Who, id: string, doing: Doing = {}): Promise<Place> {
  return placeIn(tracker, who, projectIn(tracker.projects, id), doing);
}

/** Where the ticket of an id was read. Where that is not known, it was for as few as there may be. */
export async function readOf(tracker: Tracker, who: Who, id: string): Promise<Place> {
  return readIn(tracker, who, projectIn(tracker.projects, id));
}

export async function readIn(tracker: Tracker, who: Who, project: string | undefined): Promise<Place> {
  const place = await placeIn(tracker, who, project);
  const isFewer = place.project === undefined && place.audience === 'everybody';
  return isFewer ? { ...place, audience: 'project' } : place;
}

/** Where something is written. Where it is not known in which project, it is for as many as there may be. */
export async function placeIn(
  tracker: Tracker,
  who: Who,
  project: string | undefined,
  doing: Doing = {},
): Promise<Place> {
  const named = project !== undefined && tracker.projects.includes(project) ? project : undefined;
  return { project: named, audience: await audienceOf(tracker, who, named, doing), internal: false };
}

/** The same place for what is internal there. Where all who see tickets are of the team, there is no difference. */
export function forTeam({ capabilities }: Tracker, place: Place): Place {
  // A tracker that does not say so may have others.
  const { customers = true } = capabilities;
  return { ...place, internal: place.audience === 'everybody' || customers };
}

/** Where the tracker does not tell projects apart, what it says of all; where it says nothing, everybody. */
async function audienceOf(
  tracker: Tracker,
  who: Who,
  project: string | undefined,
  doing: Doing,
): Promise<Audience> {
  const { audience = 'everybody' } = tracker.capabilities;
  if (project === undefined || tracker.audience === undefined) return audience;
  return tracker.audience(who, project, doing);
}
