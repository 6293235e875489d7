import { likeness, type Rarity, type Texts } from '../likeness/likeness.ts';
import type { Similar } from '../tracker/query.ts';
import { type BriefRow, briefOf } from './rows.ts';

/** Tickets that are compared, of each question to an index. */
export const MOST_COMPARED = 20;

/** A ticket that may be about the same. */
export interface Candidate extends BriefRow {
  body: string;
}

/** The most alike first; each is compared whole. */
export function ranked(
  texts: Texts,
  candidates: Iterable<Candidate>,
  { now, rarity, limit }: { now: number; rarity: Rarity; limit: number },
): Similar[] {
  return [...candidates]
    .map((row) => ({ ticket: briefOf(row, now), score: likeness(texts, row, rarity) }))
    .sort((a, b) => b.score - a.score || (a.ticket.id < b.ticket.id ? -1 : 1))
    .slice(0, limit);
}
