import * as z from 'zod';
import type { Brief } from '../tracker/ticket.ts';
import { seenShort } from './seen.ts';
import { lettersWithin, tokensOf } from './token-cost.ts';

/** Tokens that a ticket in a list may cost a model, less what an estimate may be wrong by. */
export const MOST_TOKENS = 50 - 2;
/** What is left for a title before a name is shown, in tokens; and characters of a title, and of a name. */
const LEAST_TITLE = 6;
const MOST_TITLE = 60;
const MOST_NAME = 24;
/** Labels, or people, of one ticket in a list. */
const MOST_NAMES = 4;

/** A ticket in a list, in 50 tokens at most: what is empty, or not needed to choose, is left out. */
export const briefShape = z.object({
  id: z.string(),
  rev: z.string(),
  title: z.string(),
  status: z.string(),
  priority: z.string().optional(),
  labels: z.array(z.string()).optional(),
  assignees: z.array(z.string()).optional(),
  claimedBy: z.string().optional(),
  /** Labels and people beyond those that are shown. */
  more: z.number().optional(),
  updated: z.string(),
});

type Row = z.output<typeof briefShape>;

export function briefRow(ticket: Brief): Row {
  return rowWithin(ticket, MOST_TOKENS);
}

/** As many names as there is room for beside a title; who is at it comes before what it is about. */
export function rowWithin(ticket: Brief, most: number): Row {
  const names = namesOf(ticket);
  const title = seenShort(ticket.title, MOST_TITLE);
  const wanted = Math.min(LEAST_TITLE, tokensOf(title));
  let shown = names.length;
  let row = rowOf(ticket, names, shown);
  for (; shown > 0 && most - costOf(row) < wanted; row = rowOf(ticket, names, shown)) shown -= 1;
  const letters = lettersWithin(title, most - costOf(row));
  return { ...row, title: seenShort(title, Math.max(letters, 1)) };
}

interface Name {
  field: 'claimedBy' | 'assignees' | 'labels';
  name: string;
}

/** Who holds it is at it. */
function namesOf({ claimedBy, assignees, labels }: Brief): Name[] {
  const as = (field: Name['field']) => (name: string) => ({ field, name: seenShort(name, MOST_NAME) });
  const holder = claimedBy === undefined ? [] : [claimedBy];
  const [first, ...others] = [
    ...holder.map(as('claimedBy')),
    ...assignees.filter((name) => name !== claimedBy).map(as('assignees')),
  ];
  return [...(first === undefined ? [] : [first]), ...labels.map(as('labels')), ...others];
}

/** Without its title. */
function rowOf({ id, rev, status, priority, updated }: Brief, names: readonly Name[], shown: number): Row {
  const of = (field: Name['field']) =>
    names
      .slice(0, shown)
      .filter((name) => name.field === field)
      .map(({ name }) => name)
      .slice(0, MOST_NAMES);
  const [claimedBy, labels, assignees] = [of('claimedBy'), of('labels'), of('assignees')];
  const more = names.length - claimedBy.length - labels.length - assignees.length;
  return {
    id,
    rev,
    title: '',
    status,
    ...(priority === undefined ? {} : { priority }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(assignees.length === 0 ? {} : { assignees }),
    ...(claimedBy[0] === undefined ? {} : { claimedBy: claimedBy[0] }),
    ...(more === 0 ? {} : { more }),
    // ISO 8601, basic: half of the tokens that hyphens would take.
    updated: updated.slice(0, 'YYYY-MM-DD'.length).replaceAll('-', ''),
  };
}

/** What stands around the values, in tokens of o200k: 3 as a rule, and one more for each of several. */
const AROUND: Readonly<Partial<Record<string, number>>> = {
  labels: 3,
  assignees: 5,
  claimedBy: 4,
  more: 4,
};

/** Tokens of a row. */
function costOf(row: Row): number {
  const used = Object.entries(row).map(([key, value]) => {
    const values = Array.isArray(value) ? value.map((name) => tokensOf(name) + 1) : [tokensOf(String(value))];
    return values.reduce((sum, one) => sum + one, AROUND[key] ?? 3);
  });
  return used.reduce((sum, one) => sum + one, 1);
}
