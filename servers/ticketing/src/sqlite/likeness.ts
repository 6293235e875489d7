import type { Texts } from './text-index.ts';
import { gramsOf, wordsOf } from './words.ts';

/** What the title says of a ticket, beside its text. */
const TITLE_SHARE = 0.7;
/** What is left of a likeness where the numbers are others: disk 1 is not disk 2. */
const OTHER_NUMBERS = 0.6;
/** Words of a text that are compared. */
const MOST_WORDS = 400;

/**
 * How likely two texts are about the same matter, from 0 to 1. Titles count by their words, each by its rarity, and by
 * their spelling; numbers in them have to be the same ones. Texts count where both have one.
 */
export function likeness(a: Texts, b: Texts, rarity: (word: string) => number): number {
  const title = titleLikeness(wordsOf(a.title), wordsOf(b.title), rarity);
  const [mine, theirs] = [a, b].map(({ body }) => wordsOf(body).slice(0, MOST_WORDS)) as [string[], string[]];
  if (mine.length === 0 || theirs.length === 0) return title;
  return TITLE_SHARE * title + (1 - TITLE_SHARE) * shared(mine, theirs, rarity);
}

function titleLikeness(a: readonly string[], b: readonly string[], rarity: (word: string) => number): number {
  const spelled = shared(gramsOf(a), gramsOf(b), () => 1);
  const like = Math.max(spelled, shared(a, b, rarity));
  return sameNumbers(a, b) ? like : like * OTHER_NUMBERS;
}

function sameNumbers(a: readonly string[], b: readonly string[]): boolean {
  const numbers = (words: readonly string[]) =>
    [...new Set(words.filter((word) => /\p{N}/u.test(word)))].sort().join(' ');
  return numbers(a) === numbers(b);
}

/** What both have, weighed, of what each has: the coefficient of Dice. */
function shared(a: readonly string[], b: readonly string[], weigh: (one: string) => number): number {
  const [mine, theirs] = [new Set(a), new Set(b)];
  const sum = (of: Iterable<string>) => [...of].reduce((total, one) => total + weigh(one), 0);
  const both = sum([...mine].filter((one) => theirs.has(one)));
  const all = sum(mine) + sum(theirs);
  return all === 0 ? 0 : (2 * both) / all;
}
