import * as z from 'zod';
import { approvalOptions } from './approval/approval-options.ts';
import { auditOptions } from './audit/audit-options.ts';
import { identityOptions } from './identity/identity-options.ts';
import { limitOptions } from './limits/limit-options.ts';
import { LOG_LEVELS } from './log/log.ts';
import { optionMeta } from './options/option.ts';

/** `[[host:]port]`: `3000`, `127.0.0.1:3000`, `[::1]:3000`, `localhost:0`. */
export const ADDRESS = /^(?:(?<host>\[[\da-f:.]+\]|[a-z\d](?:[a-z\d.-]*[a-z\d])?):)?(?<port>\d{1,5})$/i;

/** The options every server has. */
export const commonOptions = z.object({
  readOnly: z
    .boolean()
    .default(false)
    .meta(optionMeta('Leave out every tool that changes anything.', { group: 'Every server' })),
  tools: z
    .array(z.string().min(1))
    .default([])
    .meta(optionMeta('Offer only these tools.', { group: 'Every server', placeholder: '<names>' })),
  logLevel: z
    .enum(LOG_LEVELS)
    .default('info')
    .meta(optionMeta('What goes to stderr.', { group: 'Every server', placeholder: '<level>' })),
  ...approvalOptions,
  ...limitOptions,
  ...auditOptions,
  http: z
    .string()
    .regex(ADDRESS, 'must be a port or host:port, such as 3000 or 127.0.0.1:3000')
    .refine(
      (value) => Number(ADDRESS.exec(value)?.groups?.port) <= 65_535,
      'must have a port of at most 65535',
    )
    .optional()
    .meta(
      optionMeta('Serve Streamable HTTP instead of stdio. Alone: 127.0.0.1:3000.', {
        group: 'HTTP',
        placeholder: '[[host:]port]',
        alone: { value: '127.0.0.1:3000', matches: ADDRESS },
      }),
    ),
  allowedHosts: z
    .array(z.string().min(1))
    .default([])
    .meta(
      optionMeta('More Host and Origin names that HTTP requests may carry, beside the bound one.', {
        group: 'HTTP',
        placeholder: '<names>',
      }),
    ),
  trustProxy: z.number().int().min(1).max(9).optional().meta({
    description:
      'How many proxies stand before this server, each of which adds to X-Forwarded-For where a request comes from.',
    group: 'HTTP',
    placeholder: '<n>',
  }),
  sessions: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta(
      optionMeta(
        'Keep sessions for clients of 2025, at most so many on each instance, so that over HTTP too they can be asked, and told of changes. Alone: 1000.',
        { group: 'HTTP', placeholder: '[<n>]', alone: { value: '1000', matches: /^\d+$/ } },
      ),
    ),
  ...identityOptions,
});

export type CommonOptions = z.output<typeof commonOptions>;

/** A server's own options together with the common ones. */
export function withCommonOptions(own: z.ZodObject): z.ZodObject<typeof commonOptions.shape> {
  return commonOptions.extend(own.shape) as unknown as z.ZodObject<typeof commonOptions.shape>;
}
