import * as z from 'zod';
import { webUrl } from '../web-url.ts';

const group = 'Who may call over HTTP' as const;

/** From whom access tokens are taken, and on which terms. */
export const tokenOptions = {
  authIssuer: webUrl('Accept access tokens of this OAuth or OpenID Connect issuer.'),
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
};

/** What they say, as they were parsed. */
export type TokenChoices = z.output<z.ZodObject<typeof tokenOptions>>;
