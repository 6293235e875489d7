import { definePrompt } from '@ashlar/kit';
import { INVISIBLE, token } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { complete } from '../show/complete.ts';
import { messagesOf } from './messages.ts';

const UNSEEN = new RegExp(INVISIBLE, 'g');

export const diagnose = definePrompt({
  name: 'diagnose',
  title: 'Diagnose a statement',
  description: 'Says why a statement fails, is slow, or gives what nobody expected.',
  input: z.object({
    sql: z.string().min(1).describe('The statement.'),
    source: z.string().optional().describe('Which database.'),
  }),
  async render({ sql, source: name }, { sources, caller }: Context) {
    const source = sources.get(name === '' ? undefined : name, caller);
    return messagesOf(
      [
        `Diagnose the statement below, for the database ${source.name}.`,
        '1. Ask explain first: it executes nothing, and says what is wrong with names and grammar.',
        '2. Where it reads whole tables, say which condition has no index, and whether another way of writing it has one.',
        '3. Look for joins that multiply rows, NULL in NOT IN, integers that divide, and text compared with numbers.',
        '4. Give the mended statement, and what differs. Run it with query only with a small maxRows.',
      ],
      sql.replaceAll(UNSEEN, token),
    );
  },
  complete: { source: complete.source },
});
