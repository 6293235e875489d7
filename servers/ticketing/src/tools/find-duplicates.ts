import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { LIKELY } from '../asking/create-unless-known.ts';
import { type Context, callerOf } from '../context.ts';
import { MOST, titleText } from '../show/fields.ts';
import { similarRow, similarShape } from '../show/similar-row.ts';

/** Tickets that are told of. */
const MOST_TOLD = 8;
/** What has less in common is about something else. */
const LEAST = 0.3;

export const findDuplicates = defineTool({
  name: 'find_duplicates',
  title: 'Find duplicates',
  description: `Tickets that may be about the same, done ones too, with a score; from ${LIKELY} on likely.`,
  input: z.object({
    title: titleText,
    body: z.string().max(MOST.body).optional(),
    project: z.string().optional(),
  }),
  output: z.object({ tickets: z.array(similarShape) }),
  access: 'read',
  async run({ title, body = '', project }, context: Context) {
    const { tracker, signal } = context;
    const found = await tracker.similar(callerOf(context), { title, body, project }, MOST_TOLD, { signal });
    return { tickets: found.filter(({ score }) => score >= LEAST).map(similarRow) };
  },
});
