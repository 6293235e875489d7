import * as z from 'zod';
import type { Similar } from '../tracker/query.ts';
import { briefShape, MOST_TOKENS, rowWithin } from './brief-row.ts';

export const similarShape = briefShape.extend({ score: z.number() });

/** What a score costs a model. */
const SCORE_TOKENS = 6;

/** How much it has in common, to two places, behind what a list has of it. */
export function similarRow({ ticket, score }: Similar): z.output<typeof similarShape> {
  return { ...rowWithin(ticket, MOST_TOKENS - SCORE_TOKENS), score: Math.round(score * 100) / 100 };
}
