import * as z from 'zod';
import type { Brief } from '../tracker/ticket.ts';
import { seenShort } from './seen.ts';

/** Characters of a title in a list, and of names. */
const MOST_TITLE = 60;
const MOST_NAME = 40;
/** Labels, or people, of one ticket in a list. */
const MOST_NAMES = 4;

/** A ticket in a list, in 40 to 56 tokens: what is empty, or not needed to choose, is left out. */
export const briefShape = z.object({
  id: z.string(),
  rev: z.string(),
  title: z.string(),
  status: z.string(),
  priority: z.string().optional(),
  labels: z.array(z.string()).optional(),
  assignees: z.array(z.string()).optional(),
  claimedBy: z.string().optional(),
  updated: z.string(),
});

export function briefRow(ticket: Brief): z.output<typeof briefShape> {
  const { id, rev, title, status, priority, labels, assignees, claimedBy, updated } = ticket;
  const isAssigned = claimedBy !== undefined && assignees.length === 1 && assignees[0] === claimedBy;
  return {
    id,
    rev,
    title: seenShort(title, MOST_TITLE),
    status,
    ...(priority === undefined ? {} : { priority }),
    ...named('labels', labels),
    // Who holds it is at it.
    ...(isAssigned ? {} : named('assignees', assignees)),
    ...(claimedBy === undefined ? {} : { claimedBy: seenShort(claimedBy, MOST_NAME) }),
    updated: updated.slice(0, 'YYYY-MM-DD'.length),
  };
}

function named(
  field: 'labels' | 'assignees',
  names: readonly string[],
): Partial<Record<typeof field, string[]>> {
  if (names.length === 0) return {};
  const some = names.slice(0, MOST_NAMES).map((name) => seenShort(name, MOST_NAME));
  return { [field]: names.length > some.length ? [...some, `+${names.length - some.length}`] : some };
}
