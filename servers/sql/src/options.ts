import type { OptionMeta } from '@ashlar/kit';
import * as z from 'zod';

const meta = (description: string, more: OptionMeta = {}) => ({ description, ...more });

/** A URL with a password in it is not shown. */
const WITH_PASSWORD = /^(?:[\w-]+=)?\w+:\/\/[^/@]*:[^@]*@/;

/** An answer is sent as data and as text, where each quote of it takes two bytes: three times this is below the 8 MiB that a result may have. */
const MOST_BYTES = 2_500_000;

const names = (description: string, placeholder: string) =>
  z
    .array(z.string().min(1))
    .default([])
    .meta(meta(description, { placeholder: `<${placeholder}>` }));

export const options = z.object({
  database: z
    .array(z.string().min(1))
    .min(1)
    .meta(
      meta(
        'The databases: files, or URLs such as postgres://reader@host/shop; each may have a name in front: shop=…. {tenant} in one stands for the tenant of who asks.',
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
  onlyTables: names(
    'Only these tables and views may be asked about: names, or schema.name; * is any text.',
    'table',
  ),
  hideTables: names('Tables and views that may not be used in any way.', 'table'),
  hideColumns: names(
    'Columns that may not be used in any way: names, table.column, or schema.table.column.',
    'column',
  ),
  maskColumns: names(
    'Columns whose values are kept from who asks, and that nothing is compared with.',
    'column',
  ),
  queries: z
    .string()
    .min(1)
    .optional()
    .meta(meta('A file of questions, each of which becomes a tool.', { placeholder: '<file>' })),
});
