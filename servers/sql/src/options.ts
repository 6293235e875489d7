import type { OptionMeta } from '@ashlar/kit';
import * as z from 'zod';

const meta = (description: string, more: OptionMeta = {}) => ({ description, ...more });

/** A URL with a password in it is not shown. */
const WITH_PASSWORD = /^\w+:\/\/[^/@]*:[^@]*@/;

export const options = z.object({
  database: z
    .array(z.string().min(1))
    .length(1)
    .meta(
      meta('The database: the file of an SQLite database, or a URL such as postgres://reader@host/shop.', {
        positional: true,
        placeholder: '<file or url>',
        secret: WITH_PASSWORD,
      }),
    ),
  anyRole: z
    .boolean()
    .default(false)
    .meta(meta('Use also a login that may do more than read. Only the gates of this server are left then.')),
});
