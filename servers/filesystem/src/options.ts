import { optionMeta } from '@ashlar/kit';
import { DEFAULT_DENY } from '@ashlar/kit/files';
import * as z from 'zod';

export const options = z.object({
  roots: z
    .array(z.string().min(1))
    .min(1)
    .meta(
      optionMeta(
        'A folder that may be used, with :ro for reading only. Nothing a client sends widens this.',
        {
          positional: true,
          placeholder: '<root>[:ro|:rw]',
        },
      ),
    ),
  deny: z
    .array(z.string().min(1))
    .default([])
    .meta(
      optionMeta(
        `Patterns of files that stay hidden, beside the ${DEFAULT_DENY.length} built-in ones for secrets.`,
        {
          placeholder: '<globs>',
        },
      ),
    ),
  allow: z
    .array(z.string().min(1))
    .default([])
    .meta(
      optionMeta('Patterns of files to show although a deny pattern hides them.', { placeholder: '<globs>' }),
    ),
});
