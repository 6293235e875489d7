import type { Changed, Ticket } from '../tracker/ticket.ts';

/** What is compared of a ticket. */
export type Parts = Pick<Ticket, 'title' | 'body' | 'status' | 'labels' | 'assignees'> &
  Partial<Pick<Ticket, 'resolution' | 'priority' | 'type' | 'due'>>;

/** What makes two states of a ticket different. Of a text only that it is another one. */
export function differences(before: Parts, after: Parts): Changed[] {
  const single = (name: 'status' | 'resolution' | 'priority' | 'type' | 'due') =>
    field(name, before[name], after[name]);
  return [
    ...field('title', before.title, after.title),
    ...(before.body === after.body ? [] : [{ field: 'body' }]),
    ...(['status', 'resolution', 'priority', 'type', 'due'] as const).flatMap(single),
    ...set('labels', before.labels, after.labels),
    ...set('assignees', before.assignees, after.assignees),
  ];
}

function field(name: string, before: string | undefined, after: string | undefined): Changed[] {
  if (before === after) return [];
  return [{ field: name, ...(before ? { before } : {}), ...(after ? { after } : {}) }];
}

function set(name: string, before: readonly string[], after: readonly string[]): Changed[] {
  const went = before.filter((one) => !after.includes(one)).join(', ');
  const came = after.filter((one) => !before.includes(one)).join(', ');
  return field(name, went, came);
}
