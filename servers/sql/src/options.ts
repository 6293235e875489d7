import type { OptionMeta } from '@ashlar/kit';
import * as z from 'zod';

const meta = (description: string, more: OptionMeta = {}) => ({ description, ...more });

/** A URL with a password in it is not shown. */
const WITH_PASSWORD = /^(?:[\w-]+=)?\w+:\/\/[^/@]*:[^@]*@/;

/** An answer is sent as data and as text, where each quote of it takes two bytes: three times this is below the 8 MiB that a result may have. */
const MOST_BYTES = 2_500_000;

export const options = z.object({
  database: z
    .array(z.string().min(1))
    .min(1)
    .meta(
      meta(
        'The databases: files, or URLs such as postgres://reader@host/shop; each may have a name in front: shop=….',
        { positional: true, placeholder: '<[name=]file or url>', secret: WITH_PASSWORD },
      ),
    ),
  anyRole: z
    .boolean()
    .default(false)
    .meta(meta('Use also a login that may do more than read. Only the gates of this server are left then.')),
  maxRows: z.int().min(1).max(100_000).default(1_000).meta(meta('Rows of one answer at most.')),
  maxBytes: z
    .int()
    .min(5_000)
    .max(MOST_BYTES)
    .default(15_000)
    .meta(meta('Bytes of columns and rows of one answer at most.')),
  maxCell: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(2_000)
    .meta(meta('Characters of one text in an answer; longer ones are cut.')),
  timeout: z.int().min(1).max(55).default(30).meta(meta('Seconds that one question may take.')),
  queries: z
    .string()
    .min(1)
    .optional()
    .meta(meta('A file of questions, each of which becomes a tool.', { placeholder: '<file>' })),
});
