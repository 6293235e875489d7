import * as z from 'zod';
import { policyItem } from './drift/auth-policy.ts';

const group = 'Who may call over HTTP' as const;

const url = (description: string) =>
  z
    .url({ protocol: /^https?$/, error: 'must be a URL that begins with https:// (or http://)' })
    .optional()
    .meta({ description, group, placeholder: '<url>' });

/** Who may call over HTTP. One of the first two is enough. */
export const identityOptions = {
  authIssuer: url('Accept access tokens of this OAuth or OpenID Connect issuer.'),
  apiKeys: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Accept the API keys in this file.', group, placeholder: '<file>' }),
  publicUrl: url('Where clients reach this server, as their tokens name it. Default: the bound address.'),
  authAudience: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'Further names that a token may be meant for.', group, placeholder: '<names>' }),
  authTenantClaim: z
    .string()
    .min(1)
    .default('tenant')
    .meta({ description: 'The claim of a token that names the tenant.', group, placeholder: '<claim>' }),
  authIntrospect: z
    .boolean()
    .default(false)
    .meta({ description: 'Ask the issuer about tokens that are not JWTs.', group }),
  authClientId: z.string().min(1).optional().meta({
    description: 'As whom this server asks the issuer.',
    group,
    placeholder: '<id>',
  }),
  authClientSecret: z.string().min(1).optional().meta({
    description: 'Its secret. Use the variable: a flag shows in the list of processes.',
    group,
    placeholder: '<secret>',
    secret: true,
  }),
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
