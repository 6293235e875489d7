import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';
import { BACKEND_OPTIONS, BACKENDS } from './backends/backends.ts';

/** Tools that the operator can have people asked about. */
export const ASKABLE = [
  'create_ticket',
  'update_ticket',
  'transition_ticket',
  'claim_ticket',
  'comment_ticket',
  'link_tickets',
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
  ...BACKEND_OPTIONS,
});
