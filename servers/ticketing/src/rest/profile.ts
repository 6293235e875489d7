import * as z from 'zod';
import { lists } from './profile-lists.ts';
import { path, pattern, request, step, templateOf } from './profile-parts.ts';

/** What a ticket is called there, and where it stands in an answer. */
const ticket = z.strictObject({
  request,
  /** Where the ticket stands in the answer. Default: it is the answer. */
  at: path.optional(),
  /** Its number: digits. */
  number: path,
  /** The id of its project, or its name where projects have none. */
  project: path,
  /** Where people look at it. */
  web: z.string().optional(),
});

/** A field of a ticket. */
const field = z.strictObject({
  read: path.optional(),
  /** Requests that lead to what is no part of the ticket itself. */
  steps: z.array(step).min(1).max(3).optional(),
  /** Where it stands in what is sent; left out where it cannot be changed. */
  write: z
    .string()
    .regex(/^[\w-]+(?:\.[\w-]+)*$/, 'must be names between points')
    .optional(),
  /** Ours, and what the tracker has for it. */
  values: z.record(z.string(), z.string()).optional(),
  /** Of which list the tracker takes an id for a name. */
  list: z.string().optional(),
  /** Where the id of what is named stands, as the account of a token has one. Default: what is read. */
  id: path.optional(),
  /** What stands there for nothing; the first is what is sent to take it away. */
  none: z.array(z.string().nullable()).min(1).optional(),
  /** How a value is sent that has a form of its own there. */
  sent: templateOf('value').optional(),
  /** `day` leaves the time of day away. */
  as: z.enum(['text', 'day']).default('text'),
});

/** Each by its own name; title, status, author, created and updated are there in every tracker that can be read. */
const fields = z.strictObject({
  title: field,
  body: field,
  status: field.optional(),
  priority: field.optional(),
  type: field.optional(),
  assignee: field.optional(),
  due: field.optional(),
  author: field.optional(),
  created: field.optional(),
  updated: field.optional(),
});

const statusKind = z.enum(['open', 'active', 'done']);

const statuses = z.strictObject({
  /** What each means. Of a list, those that are not named are open, or done where `done` says so. */
  kinds: z.record(z.string(), statusKind),
  list: z.string().optional(),
  /** Where an entry of the list says that it is an end. */
  done: path.optional(),
  initial: z.string(),
  /** Where a ticket may go; left out where only the ticket itself knows. */
  ways: z.record(z.string(), z.array(z.string())).optional(),
  /** Names of the statuses that a ticket may have next, in the ticket. */
  allowed: path.optional(),
});

const revisions = z.strictObject({
  /** `etag`: sent back as `If-Match`, and compared when the tracker writes. `time`: looked at just before. */
  by: z.enum(['etag', 'time']),
  /** Ids of what happened to a ticket, in the ticket. The ETag itself, where it is the last of them: `etag`. */
  entries: z.union([z.literal('etag'), path]).optional(),
});

const create = z.strictObject({
  request,
  number: path,
  /** What the tracker calls the ticket where its id is no number of a project. */
  id: path.optional(),
  url: path.optional(),
});

/**
 * What has to be so before an internal comment is sent, because the tracker would make a public one of it without a
 * word: the roles of the token's account, one of which names the permission.
 */
const requires = z.strictObject({
  request,
  /** True where the account may do everything. */
  unless: path.optional(),
  /** Its roles in each project; `project` says of which one it is. */
  memberships: path,
  project: path,
  roles: path,
  /** What a role, `{entry}`, allows. */
  role: request,
  permissions: path,
  has: z.string(),
});

const commentRequest = z.strictObject({
  request,
  permission: z.string().optional(),
  requires: requires.optional(),
});

const permissions = z.strictObject({
  read: z.string().optional(),
  create: z.string().optional(),
  change: z.string().optional(),
  /** How the tracker says that one is missing where it answers as if all were well, or the request were wrong. */
  said: pattern.optional(),
});

/** How a tracker is spoken to over HTTP: data, and nothing that runs. */
export const profile = z.strictObject({
  $schema: z.string().optional(),
  /** What it is called in sentences. */
  name: z.string().regex(/^[\w .-]{1,40}$/),
  /** What follows the address of the tracker in all of its requests. */
  api: z
    .string()
    .regex(/^(?:\/[\w.-]+)*$/)
    .default(''),
  auth: z.strictObject({
    header: z.string().regex(/^[\w-]{1,60}$/),
    value: templateOf('token'),
  }),
  /** Headers beside it, each from a variable of the environment. */
  headers: z.record(z.string().regex(/^[\w-]{1,60}$/), z.strictObject({ variable: z.string() })).default({}),
  identity: z
    .strictObject({
      /** What in the token says whose it is, where the tracker has to be asked by that. */
      account: pattern.optional(),
      request,
      login: path,
      /** What assigning takes. Default: the login. */
      id: path.optional(),
      /** The tracker answers also whom it does not know, so that it is asked again and again whose the token is. */
      open: z.boolean().default(false),
    })
    .optional(),
  projects: z.strictObject({ request, id: path, name: path.optional(), at: path.optional() }).optional(),
  names: z
    .record(z.string(), z.strictObject({ request, items: path.or(z.literal('')), id: path, name: path }))
    .default({}),
  fields,
  statuses: statuses.optional(),
  ticket: ticket.optional(),
  revisions: revisions.optional(),
  create,
  change: z.strictObject({ request }).optional(),
  comment: z
    .strictObject({ internal: commentRequest.optional(), public: commentRequest.optional() })
    .optional(),
  permissions: permissions.default({}),
  ...lists,
});

export type Profile = z.output<typeof profile>;
export type Requires = z.output<typeof requires>;
export type Field = z.output<typeof field>;
export type FieldName = keyof Profile['fields'];
