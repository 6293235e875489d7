import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';
import { BACKEND_OPTIONS, BACKENDS } from './backends/backends.ts';
import { PROFILES } from './profile.ts';

/** Tools that the operator can have people asked about. */
const ASKABLE = [
  'create_ticket',
  'update_ticket',
  'transition_ticket',
  'claim_ticket',
  'comment_ticket',
  'link_tickets',
  'attach_file',
] as const;

const [fallback] = BACKENDS;

export const options = z.object({
  backend: z
    .enum(BACKENDS.map(({ name }) => name))
    .default(fallback.name)
    .meta(optionMeta('Where the tickets are.', { placeholder: '<name>' })),
  ask: z
    .array(z.enum(ASKABLE))
    .default([])
    .meta(
      optionMeta(
        'Tools that wait until a person approves, beside public comments and the end of a ticket, which always do.',
        { placeholder: '<tool>' },
      ),
    ),
  as: z
    .string()
    .regex(/^[\w.@+-]{1,64}$/)
    .optional()
    .meta(
      optionMeta(
        'What the local user is called in tickets: agents that work as one user are told apart by it.',
        { placeholder: '<name>' },
      ),
    ),
  profile: z
    .enum(PROFILES)
    .default('all')
    .meta(
      optionMeta(
        'Which tools there are: read for those that only read; core for work on single tickets; support for core and the actions of --actions; all.',
        { placeholder: '<profile>' },
      ),
    ),
  attachFrom: z
    .array(z.string().min(1))
    .default([])
    .meta(
      optionMeta(
        'Folders whose files may be attached to tickets. One with {tenant} in it is of that tenant, any other of callers without one.',
        { placeholder: '<folder>' },
      ),
    ),
  attachBytes: z
    .int()
    .min(1)
    .max(100_000_000)
    .default(10_000_000)
    .meta(optionMeta('Bytes of one attached file at most.')),
  actions: z
    .string()
    .min(1)
    .optional()
    .meta(
      optionMeta(
        'A JSON file of actions beyond the tracker, such as refunds: each becomes a tool that a person is asked about.',
        { placeholder: '<file>' },
      ),
    ),
  ...BACKEND_OPTIONS,
});
