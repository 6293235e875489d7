import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';

export const options = z.object({
  vault: z
    .array(z.string().min(1))
    .length(1)
    .meta(
      optionMeta('The folder of the vault. It is only read unless --write is given.', {
        positional: true,
        placeholder: '<vault folder>',
      }),
    ),
  write: z.boolean().default(false).meta(optionMeta('Also offer the tools that change notes.')),
  cache: z
    .string()
    .min(1)
    .optional()
    .meta(
      optionMeta(
        "Folder for the indexes, or off. Default: the user's cache folder, and never in the vault.",
        {
          placeholder: '<folder>|off',
        },
      ),
    ),
});
