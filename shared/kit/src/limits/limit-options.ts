import * as z from 'zod';
import { LIMIT, RATE } from './rate.ts';

/** The largest result that is sent, in bytes of JSON: both SDK lines end a stdio session at 10 MB. */
export const MAX_RESULT_BYTES = 8 * 1024 * 1024;

const group = 'Limits' as const;

const RATES = 'such as 60/min or off (units: s, min, h, d; at most 1000000)';

/** How much a caller may use, and where instances count it together. */
export const limitOptions = {
  limit: z
    .array(z.string().regex(LIMIT, `must be ${RATES}, with a tool in front as in search=10/min`))
    .default([])
    .meta({
      description:
        'Calls per caller and tool: 60/min for every tool, search=10/min for one, off for none. Over HTTP it is 600/min unless given.',
      group,
      placeholder: '<rates>',
    }),
  limitTenant: z.string().regex(RATE, `must be ${RATES}`).optional().meta({
    description: 'Calls per tenant over all tools, such as 6000/min.',
    group,
    placeholder: '<rate>',
  }),
  limitConcurrent: z
    .string()
    .regex(/^(?:off|[1-9]\d{0,3})$/, 'must be a number from 1 to 9999, or off')
    .optional()
    .meta({
      description: 'Calls of one caller at once, on each instance; or off. Over HTTP it is 16 unless given.',
      group,
      placeholder: '<n>',
    }),
  limitResult: z
    .number()
    .int()
    .min(1)
    .max(MAX_RESULT_BYTES / 1_024)
    .default(MAX_RESULT_BYTES / 1_024)
    .meta({ description: 'The largest result, in KB of 1,024 bytes.', group, placeholder: '<KB>' }),
  state: z
    .url({ protocol: /^rediss?$/, error: 'must be a URL such as redis://127.0.0.1:6379' })
    .optional()
    .meta({
      description: 'Share limits, approvals and replay protection between instances.',
      group,
      placeholder: '<redis url>',
      secret: true,
    }),
};
