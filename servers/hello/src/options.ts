import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';

/** Flags, environment variables, `--help`, the README's table and server.json are made of this. */
export const options = z.object({
  file: z
    .string()
    .min(1)
    .optional()
    .meta(
      optionMeta('A JSON file with a greeting for each language, in which {name} is who is greeted.', {
        positional: true,
        placeholder: '<file>',
      }),
    ),
});
