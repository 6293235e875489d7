import * as z from 'zod';

const group = 'Audit' as const;

/** What is recorded of calls, where, and what happens when it cannot be. */
export const auditOptions = {
  audit: z
    .array(
      z
        .string()
        .min(1)
        .refine(
          (target) => !target.includes('://') || /^syslog(\+tls)?:\/\/[^/?#@]+\/?$/.test(target),
          'must be a file, syslog://host:port or syslog+tls://host:port',
        ),
    )
    .default([])
    .meta({
      description:
        'Record every call and refusal in a file, or at syslog://host:514 or syslog+tls://host:6514.',
      group,
      placeholder: '<targets>',
    }),
  auditRotate: z
    .number()
    .min(1)
    .max(10_000)
    .default(100)
    .meta({ description: 'Megabytes after which a new file is begun.', group, placeholder: '<MB>' }),
  auditFsync: z.enum(['call', 'second', 'never']).default('second').meta({
    description: 'When records are forced to disk; call: before a call that changes something is answered.',
    group,
    placeholder: '<when>',
  }),
  auditFull: z.enum(['refuse', 'reads']).default('refuse').meta({
    description: 'What is still taken while nothing can be recorded: no call, or calls that only read.',
    group,
    placeholder: '<policy>',
  }),
};

/** What the options of this room say, as they were parsed. */
export type AuditChoices = z.output<z.ZodObject<typeof auditOptions>>;
