import * as z from 'zod';

/** An option of identity that is a URL. */
export function webUrl(description: string) {
  return z
    .url({ protocol: /^https?$/, error: 'must be a URL that begins with https:// (or http://)' })
    .optional()
    .meta({ description, group: 'Who may call over HTTP', placeholder: '<url>' });
}
