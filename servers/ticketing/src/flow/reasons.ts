import { isCarried, isWider, type Place } from '../tracker/audience.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { forTeam, readIn } from './place.ts';
import type { Reading } from './reading.ts';

/** Milliseconds for which it counts that something was read. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/** The kit's marks, which are of one caller of one tenant. */
export interface Marks {
  set(name: string, data: unknown, ms: number): Promise<void>;
  get(name: string, ms: number): Promise<{ data: unknown } | 'unknown' | undefined>;
}

type Kind = 'outside' | 'private' | 'internal';

/** Why a person has to be asked; nothing where nothing was read that matters. */
export interface Reasons {
  /** Ids of tickets with text that may be of somebody outside the team. */
  outside: string[];
  /** Ids of tickets with text that not all may see who will see what is written. */
  private: string[];
  /** What was read before cannot be known. */
  unknown: boolean;
}

/**
 * Notes what somebody reads in one call, before they get it: of each project the last ticket of each kind. What the same
 * call has noted already is not noted again.
 */
export function notesOf(marks: Marks): (readings: readonly Reading[]) => Promise<void> {
  const set = new Map<string, Promise<void>>();
  const once = (name: string, id: string) => {
    const key = `${name} ${id}`;
    const setting = set.get(key) ?? marks.set(name, id, REMEMBERED_MS);
    set.set(key, setting);
    return setting;
  };
  return async (readings) => {
    const last = new Map<string, string>();
    for (const { id, project, audience, internal, isOutside } of readings) {
      if (isOutside) last.set(nameOf('outside', project), id);
      if (internal) last.set(nameOf('internal', project), id);
      else if (audience !== 'everybody') last.set(nameOf('private', project), id);
    }
    await Promise.all([...last].map(([name, id]) => once(name, id)));
  };
}

/** What was read that makes a person decide over writing there. */
export async function reasonsFor(
  tracker: Tracker,
  who: Who,
  marks: Marks,
  written: readonly Place[],
): Promise<Reasons> {
  const found: Record<Kind, string[]> = { outside: [], private: [], internal: [] };
  let unknown = false;
  const look = async (kind: Kind, project: string | undefined) => {
    const mark = await marks.get(nameOf(kind, project), REMEMBERED_MS);
    if (mark === 'unknown') unknown = true;
    else if (mark !== undefined) found[kind].push(typeof mark.data === 'string' ? mark.data : '');
  };
  const hasInternal = tracker.capabilities.comments.includes('internal');
  // Also what was read nobody knows where.
  for (const project of [...tracker.projects, undefined]) {
    const read = await readIn(tracker, who, project);
    if (written.some((place) => isCarried(place, read))) await look('outside', project);
    if (written.some((place) => isWider(place, read))) await look('private', project);
    const team = forTeam(tracker, read);
    if (team.internal && hasInternal && written.some((place) => isWider(place, team))) {
      await look('internal', project);
    }
  }
  const kept = [...found.private, ...found.internal];
  return { outside: found.outside, private: [...new Set(kept)], unknown };
}

export function isAsked({ outside, private: kept, unknown }: Reasons): boolean {
  return outside.length > 0 || kept.length > 0 || unknown;
}

function nameOf(kind: Kind, project: string | undefined): string {
  return `${kind} ${project ?? ''}`;
}
