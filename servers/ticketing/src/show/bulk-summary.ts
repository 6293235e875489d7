import { ToolError } from '@ashlar/kit/errors';
import type { Judged, Judgement } from '../bulk/judge.ts';
import type { Changed } from '../tracker/ticket.ts';
import { inQuotes } from './seen.ts';

/** Characters of the whole: the kit cuts a question off at 4,000, and why it is asked stands in it, too. */
const MOST = 3_300;
/** Characters of a title: as many as there is room for. */
const TITLE = { most: 60, least: 10 };

/** Tickets of which the same would become another. */
export interface Group<One = { id: string }> {
  changed: string;
  tickets: One[];
}

/** In the order in which they came. */
export function grouped<One extends { changed: readonly Changed[] }>(all: readonly One[]): Group<One>[] {
  const groups = new Map<string, One[]>();
  for (const ticket of all) {
    const changed = ticket.changed.map(changedText).join('; ');
    groups.set(changed, [...(groups.get(changed) ?? []), ticket]);
  }
  return [...groups].map(([changed, tickets]) => ({ changed, tickets }));
}

/** All of it, by what is to become of which tickets, or nothing: who approves it has to have seen each. */
export function bulkSummary({ would, same, refused }: Judgement): string {
  const left = [...same, ...refused.map(({ id }) => id)];
  const groups = grouped(would);
  const text = (most: number) =>
    [
      `Changes ${counted(would.length)}, each of them only where it is still as it was planned.`,
      ...groups.flatMap(({ changed, tickets }) => [
        `${changed} (${counted(tickets.length)}):`,
        ...tickets.map((ticket) => called(ticket, most)),
      ]),
      ...(left.length === 0 ? [] : [`Left as they are: ${left.join(', ')}.`]),
    ].join('\n');
  const bare = text(0);
  if (bare.length > MOST) throw tooMuch();
  const room = Math.min(TITLE.most, Math.floor((MOST - bare.length) / would.length) - ' ""…'.length);
  const titled = room < TITLE.least ? bare : text(room);
  return titled.length > MOST ? bare : titled;
}

function called({ id, title }: Pick<Judged, 'id' | 'title'>, most: number): string {
  return most === 0 ? id : `${id} ${inQuotes(title, most)}`;
}

/** Whole, however long: what comes to a set and what goes from it, and of anything else what it was and will be. */
function changedText({ field, before, after }: Changed): string {
  if (field !== 'labels' && field !== 'assignees') return `${field}: ${value(before)} → ${value(after)}`;
  const came = after === undefined ? [] : [`+ ${inQuotes(after)}`];
  const went = before === undefined ? [] : [`- ${inQuotes(before)}`];
  return `${field}: ${[...came, ...went].join(' ')}`;
}

function value(text: string | undefined): string {
  return text === undefined ? 'nothing' : inQuotes(text);
}

function counted(count: number): string {
  return count === 1 ? '1 ticket' : `${count} tickets`;
}

function tooMuch(): ToolError {
  return new ToolError('invalid_input', 'ids: this is more than a person can be shown in one question.', {
    hint: 'A person has to see all of it: take fewer tickets at once.',
  });
}
