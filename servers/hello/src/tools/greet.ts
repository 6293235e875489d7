import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import type { Context } from '../context.ts';

/** All there is to the tool stands here; its file is named after it. */
export const greet = defineTool({
  name: 'greet',
  title: 'Greet',
  description: 'Greets somebody by name, in one of the languages that there are.',
  input: z.object({
    name: z.string().trim().min(1).max(100),
    language: z.string().optional().describe('Default: the first one.'),
  }),
  // Nothing is changed: no person is asked, and `--read-only` leaves it.
  access: 'read',
  run: async ({ name, language }, { greetings }: Context) => greetings.greet(name, language),
});
