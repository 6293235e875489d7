import type { Rarity } from './likeness.ts';

/** Words or grams that an index is asked for at once. */
const MOST_TERMS = 6;
/** Tickets that these may have in all, beside those with the rarest of them: each is ranked. */
export const MOST_RANKED = 3_000;
/** Words of one text that are looked up, the longest first: a common one costs as much as there are tickets with it. */
const MOST_LOOKED_UP = 24;

/** In how many tickets words or grams occur, as an index has them. */
export type Counts = ReadonlyMap<string, number>;

/** Of these those that are looked up. */
export function lookedUp(terms: readonly string[]): string[] {
  return [...new Set(terms)].sort((a, b) => b.length - a.length).slice(0, MOST_LOOKED_UP);
}

/** What of these an index is asked for; what no ticket has asks for nothing. */
export function rarest(terms: readonly string[], counts: Counts): string[] {
  let ranked = 0;
  return lookedUp(terms)
    .map((term) => ({ term, count: counts.get(term) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count)
    .slice(0, MOST_TERMS)
    .filter(({ count }, at) => {
      ranked += at === 0 ? 0 : count;
      return ranked <= MOST_RANKED;
    })
    .map(({ term }) => term);
}

/** How much each of these words says among so many tickets, if it was looked up; any other as much as these at the median. */
export function rarityOf(
  words: readonly string[],
  tickets: number,
  countOf: (word: string) => number | undefined,
): Rarity {
  const known = new Map<string, number>();
  for (const word of new Set(words)) {
    const found = countOf(word);
    if (found !== undefined) known.set(word, Math.log(1 + (tickets + 1) / (1 + found)));
  }
  const sorted = [...known.values()].sort((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 1;
  return (word) => known.get(word) ?? usual;
}
