import * as z from 'zod';

const url = (description: string) =>
  z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description, placeholder: '<url>' });

/** Who may call over HTTP. One of the first two is enough. */
export const identityOptions = {
  authIssuer: url('Accept access tokens of this OAuth or OpenID Connect issuer.'),
  apiKeys: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Accept the API keys in this file.', placeholder: '<file>' }),
  publicUrl: url('Where clients reach this server, as their tokens name it. Default: the bound address.'),
  authAudience: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'Further names that a token may be meant for.', placeholder: '<names>' }),
  authTenantClaim: z
    .string()
    .min(1)
    .default('tenant')
    .meta({ description: 'The claim of a token that names the tenant.', placeholder: '<claim>' }),
};
