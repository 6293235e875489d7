import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { askPage } from '../asking/ask-page.ts';
import type { Context } from '../context.ts';
import { pageShape, shownPage } from '../show/page-shape.ts';
import { statementInput } from '../show/question-input.ts';

export const query = defineTool({
  name: 'query',
  title: 'Query',
  description:
    'Ask the database with one statement that reads. Nothing can be changed. A cut answer ends with nextCursor: repeat the call with it.',
  input: z.object({
    ...statementInput,
    maxRows: z.int().min(1).optional(),
    cursor: z.string().optional(),
  }),
  output: pageShape,
  access: 'read',
  async run({ sql, params, source, ...page }, { sources, caller, ...asking }: Context) {
    return shownPage(await askPage(sources.get(source, caller), { sql, params }, { ...asking, ...page }));
  },
});
