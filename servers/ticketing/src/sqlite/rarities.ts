import type { Rarity } from '../likeness/likeness.ts';
import { indexedWord } from './indexed-word.ts';
import type { Scope } from './store.ts';
import { frequencyOf } from './text-index.ts';

/** Words or grams that the index is asked for at once. */
const MOST_TERMS = 6;
/** Tickets that these may have in all, beside those with the rarest of them: each is ranked. */
const MOST_RANKED = 3_000;
/** Words of one text that are looked up, the longest first: a common one costs as much as there are tickets with it. */
const MOST_LOOKED_UP = 24;

/** How often the tickets of a tenant have words; each is looked up once. */
export class Rarities {
  readonly #scope: Scope;
  readonly #counts = new Map<string, number>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** What of these the index is asked for, as it has them; what no ticket has asks for nothing. */
  rarest(terms: readonly string[]): string[] {
    let ranked = 0;
    return longest(terms)
      .map((term) => ({ term, count: this.#countOf(term) }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => a.count - b.count)
      .slice(0, MOST_TERMS)
      .filter(({ count }, at) => {
        ranked += at === 0 ? 0 : count;
        return ranked <= MOST_RANKED;
      })
      .map(({ term }) => term);
  }

  /** Of these words those that no ticket has: misspelled ones are among them. */
  unknown(words: readonly string[]): string[] {
    return longest(words).filter((word) => this.#countOf(indexedWord(this.#scope.tenant, word)) === 0);
  }

  /** How much each of these words says, if it was looked up; any other says as much as these do at the median. */
  of(words: readonly string[]): Rarity {
    const { tenant, get } = this.#scope;
    const { count } = get<{ count: number }>(
      'SELECT coalesce(sum(last), 0) AS count FROM project WHERE tenant = ?',
      tenant,
    ) ?? { count: 0 };
    const known = new Map<string, number>();
    for (const word of new Set(words)) {
      const found = this.#counts.get(indexedWord(tenant, word));
      if (found !== undefined) known.set(word, Math.log(1 + (count + 1) / (1 + found)));
    }
    const sorted = [...known.values()].sort((a, b) => a - b);
    const usual = sorted[Math.floor(sorted.length / 2)] ?? 1;
    return (word) => known.get(word) ?? usual;
  }

  #countOf(term: string): number {
    const count = this.#counts.get(term) ?? frequencyOf(this.#scope, term);
    this.#counts.set(term, count);
    return count;
  }
}

function longest(terms: readonly string[]): string[] {
  return [...new Set(terms)].sort((a, b) => b.length - a.length).slice(0, MOST_LOOKED_UP);
}
