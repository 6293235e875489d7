/**
 * Who can see what stands in a project, beside who wrote it: anybody at all, all people of the tenant, or the people of
 * that project.
 */
export type Audience = 'everybody' | 'tenant' | 'project';

/** Where something is read or written. */
export interface Place {
  /** Undefined where it is not known which: then it is like none of the others. */
  project: string | undefined;
  audience: Audience;
  /** For the team alone, where others see the tickets, too. */
  internal: boolean;
}

/** Whether somebody sees what is written there who could not see what was read here. */
export function isWider(written: Place, read: Place): boolean {
  if (read.internal && !written.internal) return true;
  const [theirs, here] = [seenBy(written), seenBy(read)];
  if (here === 'everybody') return false;
  if (theirs === 'everybody') return true;
  return here === 'project' && (theirs === 'tenant' || isElsewhere(written, read));
}

/** Whether what somebody outside the team wrote could act beyond where it was written: on others, or in public. */
export function isCarried(written: Place, read: Place): boolean {
  const [theirs, here] = [seenBy(written), seenBy(read)];
  if (theirs === 'everybody') return true;
  const isSeenBySame = theirs === 'tenant' && here === 'tenant';
  return !isSeenBySame && isElsewhere(written, read);
}

function seenBy({ audience, internal }: Place): Audience {
  return internal && audience === 'everybody' ? 'project' : audience;
}

/** `web-12`, as trackers give it, and `web#12`, as people write it: a project may have either sign in its name, too. */
const ID = /^(?<project>.+)[-#]\d+$/u;

/** The project that an id as somebody wrote it is of; undefined where that cannot be seen from it. */
export function projectIn(projects: readonly string[], id: string): string | undefined {
  if (projects.length === 1) return projects[0];
  const named = ID.exec(id.trim())?.groups?.project?.toLowerCase();
  return projects.find((project) => project.toLowerCase() === named);
}

function isElsewhere(written: Place, read: Place): boolean {
  return written.project === undefined || written.project !== read.project;
}
