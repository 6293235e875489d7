import * as z from 'zod';
import type { Changed, Written } from '../tracker/ticket.ts';
import { seenShort } from './seen.ts';

/** Characters of a value. */
const MOST_VALUE = 100;

export const changedShape = z.object({
  field: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
});

/** What a write answers: where the ticket is now, and what of it is another. */
export const writtenShape = z.object({
  id: z.string(),
  rev: z.string(),
  url: z.string().optional(),
  changed: z.array(changedShape),
  dropped: z.array(z.string()).optional(),
  replayed: z.boolean().optional(),
  dryRun: z.boolean().optional(),
});

export function writtenRow({
  id,
  rev,
  url,
  changed,
  dropped,
  replayed,
}: Written): z.output<typeof writtenShape> {
  return {
    id,
    rev,
    ...(url === undefined ? {} : { url }),
    changed: changed.map(changedRow),
    ...(dropped === undefined || dropped.length === 0 ? {} : { dropped: [...dropped] }),
    ...(replayed ? { replayed } : {}),
  };
}

/** What a write would do. The state it would lead to is not there, and so has no name. */
export function triedRow({ changed, dropped = [] }: Written) {
  return {
    changed: changed.map(changedRow),
    ...(dropped.length === 0 ? {} : { dropped: [...dropped] }),
    dryRun: true,
  };
}

/** Texts are clipped: who wants them whole reads the ticket. */
export function changedRow({ field, before, after }: Changed): z.output<typeof changedShape> {
  return {
    field,
    ...(before === undefined ? {} : { before: seenShort(before, MOST_VALUE) }),
    ...(after === undefined ? {} : { after: seenShort(after, MOST_VALUE) }),
  };
}
