import * as z from 'zod';
import { path, pattern, query, request, step, template } from './profile-parts.ts';

/** How a list is asked for in parts. */
const paging = z.union([
  z.strictObject({
    limit: z.string(),
    page: z.string(),
    most: z.number().int().min(1).max(500).default(100),
  }),
  z.strictObject({
    limit: z.string(),
    offset: z.string(),
    most: z.number().int().min(1).max(500).default(100),
  }),
]);

/** A condition: in the tracker's own language, or as parameters of the address. */
const condition = z.union([template, query]);

const conditions = z.strictObject({
  project: condition.optional(),
  status: condition.optional(),
  /** Where no status is asked for. */
  anyStatus: condition.optional(),
  priority: condition.optional(),
  type: condition.optional(),
  assignee: condition.optional(),
  unassigned: condition.optional(),
  since: condition.optional(),
  until: condition.optional(),
  /** Where a parameter can be given once only. */
  between: condition.optional(),
  word: condition.optional(),
  without: condition.optional(),
});

const search = z.strictObject({
  request,
  items: path.or(z.literal('')),
  total: path.optional(),
  /** Left out where everything is answered at once. */
  paging: paging.optional(),
  /** The tracker's own language of questions, and the parameter that holds it. */
  language: z
    .strictObject({
      parameter: z.string(),
      and: z.string(),
      or: z.string(),
      quote: z.strictObject({
        with: z.string().length(1),
        escape: z.string().length(1),
        never: pattern.optional(),
      }),
    })
    .optional(),
  /** What stands between several values of a parameter. */
  separator: z.string().default(','),
  conditions,
  /** A search of its own for words, whose results are then asked for by their ids. */
  words: z
    .strictObject({
      request,
      all: query.default({}),
      any: query.default({}),
      items: path,
      id: path,
      ids: query,
      separator: z.string().default(','),
    })
    .optional(),
});

const entries = {
  /** In the ticket itself. */
  within: path.optional(),
  request: request.optional(),
  items: path.or(z.literal('')).default(''),
  total: path.optional(),
  paging: paging.optional(),
  order: z.enum(['newest', 'oldest']),
  id: path,
  at: path,
  by: z.array(path).min(1),
  /** The id of who it was, as the account of a token has one. Default: what `by` says. */
  byId: path.optional(),
};

const isSomewhere = ({ within, request: asked }: { within?: unknown; request?: unknown }) =>
  (within === undefined) !== (asked === undefined);
const somewhere = 'needs within or request, and not both';
/** Pages are counted from their beginning: of what is given oldest first, the last one is not known. */
const isInOrder = ({ paging: parts, order }: { paging?: unknown; order: string }) =>
  parts === undefined || order === 'newest';
const inOrder = 'with paging, order must be newest';

const comments = z
  .strictObject({
    ...entries,
    body: path.optional(),
    steps: z.array(step).min(1).max(2).optional(),
    /** Where an entry says who sees it, and what it says then. Default: all as `comment` has them first. */
    visibility: z.strictObject({ read: path, internal: z.string(), public: z.string() }).optional(),
  })
  .refine(isSomewhere, somewhere)
  .refine(isInOrder, inOrder);

const history = z
  .strictObject({
    ...entries,
    /** What happened, and what it is called here; anything else is `updated`. */
    what: z.strictObject({ read: path, names: z.record(z.string(), z.string()) }).optional(),
    /** An entry with a text there is a comment. */
    comment: path.optional(),
    /** Where several changes stand in an entry. Default: it is one itself. */
    changes: path.optional(),
    field: path,
    before: path,
    after: path,
    /** Their fields, and what they are called here; others are told without their values. */
    names: z.record(z.string(), z.string()),
    /** Whether the first entry says that the ticket was made. */
    creation: z.boolean().default(false),
  })
  .refine(isSomewhere, somewhere)
  .refine(isInOrder, inOrder);

/** What a tracker has lists of. */
export const lists = {
  search: search.optional(),
  comments: comments.optional(),
  history: history.optional(),
};

export type Search = z.output<typeof search>;
export type Paging = z.output<typeof paging>;
export type Condition = z.output<typeof condition>;
export type Comments = z.output<typeof comments>;
export type History = z.output<typeof history>;
