import type { Change, Draft } from '../tracker/change.ts';
import type { Ticket } from '../tracker/ticket.ts';
import { inQuotes, seen, seenShort } from './seen.ts';

/** Characters of a value, and lines of a text, that a person is shown. */
export interface Bounds {
  value: number;
  lines: number;
}
const SHORT: Bounds = { value: 200, lines: 40 };
/** For who has to see all of it. */
export const WHOLE: Bounds = { value: Infinity, lines: Infinity };

/** How a person is told of a ticket: `OPS-1 "Disk full"`. */
export function calledTicket({ id, title }: Pick<Ticket, 'id' | 'title'>): string {
  return `${id} ${inQuotes(title, SHORT.value)}`;
}

/** What an update would change, a line each: `priority: low → high`, `+label`, and texts by their lines. */
export function changeLines(ticket: Ticket, change: Change, bounds: Bounds = SHORT): string[] {
  const value = valueIn(bounds);
  const single = (['title', 'priority', 'type', 'due', 'parent'] as const).flatMap((field) => {
    const [before, after] = [ticket[field] ?? '', change[field]];
    return after === undefined || after === before ? [] : [`${field}: ${value(before)} → ${value(after)}`];
  });
  const sets = [
    ...setLines(value, 'label', ticket.labels, change.addLabels, change.removeLabels),
    ...setLines(value, 'assignee', ticket.assignees, change.addAssignees, change.removeAssignees),
  ];
  const body = change.body === undefined ? [] : bodyLines(ticket.body, change.body, bounds);
  return [...single, ...sets, ...body];
}

/** A ticket that would be made, a line a field; of its text the first lines. */
export function draftLines({ body, ...draft }: Draft, bounds: Bounds = SHORT): string[] {
  const value = valueIn(bounds);
  const fields = Object.entries(draft).filter(([, given]) => given !== undefined);
  const lines = fields.map(
    ([field, given]) =>
      `${field}: ${[given ?? '']
        .flat()
        .map((one) => value(one))
        .join(', ')}`,
  );
  return [...lines, ...(body === '' ? [] : bodyLines('', body, bounds))];
}

function valueIn({ value }: Bounds): (text: string) => string {
  return (text) => (text === '' ? 'nothing' : inQuotes(text, value));
}

function setLines(
  value: (text: string) => string,
  what: string,
  there: readonly string[],
  add: readonly string[] = [],
  remove: readonly string[] = [],
): string[] {
  return [
    ...add.filter((name) => !there.includes(name)).map((name) => `+ ${what} ${value(name)}`),
    ...remove.filter((name) => there.includes(name)).map((name) => `- ${what} ${value(name)}`),
  ];
}

/** The lines between what both texts begin and end with, as they were and as they will be. */
function bodyLines(before: string, after: string, bounds: Bounds = SHORT): string[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const [gone, come] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  if (gone.length + come.length === 0) return [];
  const lines = [...gone.map((line) => `- ${line}`), ...come.map((line) => `+ ${line}`)];
  const shown = lines.slice(0, bounds.lines).map((line) => seenShort(line, bounds.value));
  const left = lines.length - shown.length;
  return [
    `body, from line ${start + 1} on, -${gone.length} +${come.length}:`,
    ...shown,
    ...(left > 0 ? [`and ${left} more lines`] : []),
  ];
}

function linesOf(text: string): string[] {
  return text === '' ? [] : seen(text).split('\n');
}
