import { definePrompt } from '@ashlar/kit';
import { clip, INVISIBLE, token } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { complete } from '../show/complete.ts';
import { messagesOf } from './messages.ts';

const UNSEEN = new RegExp(INVISIBLE, 'g');

export const answer = definePrompt({
  name: 'answer',
  title: 'Answer a question',
  description: 'Answers a question from the database, and shows how.',
  input: z.object({
    question: z.string().min(1).describe('In your own words.'),
    source: z.string().optional().describe('Which database.'),
  }),
  async render({ question, source: name }, { sources, caller }: Context) {
    const source = sources.get(name === '' ? undefined : name, caller);
    return messagesOf(
      [
        `Answer the question below from the database ${source.name}.`,
        '1. Find the tables with search_catalog. Where values matter (states, dates, units), look with profile_table.',
        '2. Write one query; let the database count and sum. Give values as params.',
        '3. Where an answer is cut, say so or go on with nextCursor: never count rows of a cut answer.',
        '4. Give the answer in one sentence, then the SQL, then what you took for granted.',
      ],
      clip(question.replaceAll(UNSEEN, token), 4_000),
    );
  },
  complete: { source: complete.source },
});
