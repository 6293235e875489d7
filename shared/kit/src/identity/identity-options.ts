import * as z from 'zod';
import { policyItem } from './drift/auth-policy.ts';
import { SOURCES } from './sources.ts';
import { webUrl } from './web-url.ts';

const group = 'Who may call over HTTP' as const;

/** Those of each source, which nobody else reads. */
const ofSources: object = Object.assign({}, ...SOURCES.map(({ options }) => options));

/** Who may call over HTTP: the options of the sources of identity, and what holds for all of them. */
export const identityOptions = {
  ...ofSources,
  publicUrl: webUrl('Where clients reach this server, as their tokens name it. Default: the bound address.'),
  revocations: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'Refuse the tokens, sessions, keys and subjects listed there; see ashlar grant.',
      group,
      placeholder: '<file | redis url>',
      secret: /^rediss?:/,
    }),
  authPolicy: z.array(policyItem).default([]).meta({
    description: 'When to warn: key-age=90d,token-life=24h,key-unused=30d is the default.',
    group,
    placeholder: '<name=duration>',
  }),
};

/** What the options of this room say, as they were parsed. */
export type IdentityChoices = z.output<z.ZodObject<typeof identityOptions>>;
