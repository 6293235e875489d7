import type { OptionMeta } from '@ashlar/kit';
import * as z from 'zod';

const meta = (description: string, more: OptionMeta) => ({ description, ...more });

export const options = z.object({
  vault: z
    .array(z.string().min(1))
    .length(1)
    .meta(
      meta('The folder of the vault. It is only read unless --write is given.', {
        positional: true,
        placeholder: '<vault folder>',
      }),
    ),
  write: z.boolean().default(false).meta(meta('Also offer the tools that change notes.', {})),
  cache: z
    .string()
    .min(1)
    .optional()
    .meta(
      meta("Folder for the indexes, or off. Default: the user's cache folder, and never in the vault.", {
        placeholder: '<folder>|off',
      }),
    ),
});
