import * as z from 'zod';
import type { Similar } from '../tracker/query.ts';
import { briefRow, briefShape } from './brief-row.ts';

export const similarShape = briefShape.extend({ score: z.number() });

/** How much it has in common, to two places, behind what a list has of it. */
export function similarRow({ ticket, score }: Similar): z.output<typeof similarShape> {
  return { ...briefRow(ticket), score: Math.round(score * 100) / 100 };
}
