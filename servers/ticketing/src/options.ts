import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';
import { PROFILES } from './profile.ts';

/** Tools that the operator can have people asked about. */
export const ASKABLE = [
  'create_ticket',
  'update_ticket',
  'transition_ticket',
  'claim_ticket',
  'comment_ticket',
  'link_tickets',
  'attach_file',
] as const;

export const options = z.object({
  file: z
    .string()
    .min(1)
    .optional()
    .meta(
      optionMeta("The file of the tickets, made where it is not there. Default: in the user's data folder.", {
        placeholder: '<file>',
      }),
    ),
  project: z
    .array(z.string().regex(/^[A-Z][A-Z0-9]{0,15}$/))
    .min(1)
    .default(['TASK'])
    .meta(
      optionMeta('Keys of the projects that may be used, the first of which is meant where none is named.', {
        placeholder: '<KEY>',
      }),
    ),
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
        {
          placeholder: '<name>',
        },
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
  workflow: z
    .string()
    .min(1)
    .optional()
    .meta(
      optionMeta(
        'A JSON file of what tickets may be: statuses and the ways between them, priorities, types, resolutions.',
        { placeholder: '<file>' },
      ),
    ),
  customerScope: z
    .string()
    .min(1)
    .optional()
    .meta(
      optionMeta(
        'The scope of a credential that makes who calls a customer: what they write is marked, and what is for the team is kept from them.',
        { placeholder: '<scope>' },
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
});
