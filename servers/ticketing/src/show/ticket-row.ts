import * as z from 'zod';
import type { Person } from '../tracker/tenant.ts';
import type { Attachment, Comment, HistoryEntry, Ticket } from '../tracker/ticket.ts';
import { briefRow, briefShape } from './brief-row.ts';
import { seen, seenShort } from './seen.ts';
import { changedRow, changedShape } from './written.ts';

/** Characters of a title, and of a name. */
const MOST_TITLE = 300;
const MOST_NAME = 100;
/** Links that are listed. */
const MOST_LINKS = 50;

const personShape = z.object({ name: z.string(), role: z.enum(['member', 'customer', 'bot', 'unknown']) });

/** A whole ticket but for its text. */
export const ticketShape = briefShape.extend({
  type: z.string().optional(),
  author: personShape,
  created: z.string(),
  url: z.string().optional(),
  resolution: z.string().optional(),
  due: z.string().optional(),
  parent: z.string().optional(),
  links: z.array(z.object({ relation: z.string(), target: z.string() })).optional(),
  linksLeft: z.number().optional(),
  comments: z.number(),
  attachments: z.number().optional(),
});

export const commentShape = z.object({
  id: z.string(),
  author: personShape,
  at: z.string(),
  visibility: z.enum(['internal', 'public']),
  body: z.string(),
});

export const attachmentShape = z.object({
  id: z.string(),
  author: personShape,
  at: z.string(),
  visibility: z.enum(['internal', 'public']),
  name: z.string(),
  type: z.string(),
  size: z.number(),
  sha256: z.string(),
});

export const historyShape = z.object({
  rev: z.string(),
  at: z.string(),
  by: personShape,
  what: z.string(),
  changed: z.array(changedShape),
});

export function ticketRow(ticket: Ticket): z.output<typeof ticketShape> {
  const {
    type,
    author,
    created,
    updated,
    url,
    resolution,
    due,
    parent,
    links,
    comments,
    attachments,
    labels,
    assignees,
  } = ticket;
  const names = (all: readonly string[]) => all.map((name) => seenShort(name, MOST_NAME));
  return {
    ...briefRow(ticket),
    title: seenShort(ticket.title, MOST_TITLE),
    ...(labels.length === 0 ? {} : { labels: names(labels) }),
    ...(assignees.length === 0 ? {} : { assignees: names(assignees) }),
    ...(type === undefined ? {} : { type }),
    author: personRow(author),
    created,
    updated,
    ...(url === undefined ? {} : { url }),
    ...(resolution === undefined ? {} : { resolution }),
    ...(due === undefined ? {} : { due }),
    ...(parent === undefined ? {} : { parent }),
    ...(links.length === 0 ? {} : { links: links.slice(0, MOST_LINKS).map((link) => ({ ...link })) }),
    ...(links.length > MOST_LINKS ? { linksLeft: links.length - MOST_LINKS } : {}),
    comments,
    ...(attachments ? { attachments } : {}),
  };
}

export function commentRow({ author, body, ...rest }: Comment): z.output<typeof commentShape> {
  return { ...rest, author: personRow(author), body: seen(body) };
}

export function attachmentRow({ author, name, ...rest }: Attachment): z.output<typeof attachmentShape> {
  return { ...rest, author: personRow(author), name: seenShort(name, MOST_NAME) };
}

export function historyRow({ by, changed, ...rest }: HistoryEntry): z.output<typeof historyShape> {
  return { ...rest, by: personRow(by), changed: changed.map(changedRow) };
}

function personRow({ name, role }: Person): z.output<typeof personShape> {
  return { name: seenShort(name, MOST_NAME), role };
}
