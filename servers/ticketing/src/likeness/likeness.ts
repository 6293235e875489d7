import { gramsOf, wordsOf } from './words.ts';

/** What is left of the likeness of two titles where their texts have nothing in common. */
const OTHER_TEXTS = 0.9;
/** Words from which on a title says what a ticket is about; a shorter one needs the text for that. */
const TELLING_WORDS = 4;
/** What is left of a likeness where the numbers are others: disk 1 is not disk 2. */
const OTHER_NUMBERS = 0.6;
/** What two words have at least in common to be forms, or other spellings, of one. */
const SAME_WORD = 0.4;
/** Letters from which on a word counts fully: shorter ones are articles and the like in most languages. */
const WHOLE_WORD = 4;
/** Words of a text that are compared. */
const MOST_WORDS = 400;

/** What is compared of a ticket. */
export interface Texts {
  title: string;
  body: string;
}

/** How much a word says, above 0: the rarer it is, the more. */
export type Rarity = (word: string) => number;

/**
 * How likely two texts are about the same matter, from 0 to 1: by the words of their titles, each by its rarity, other
 * forms and spellings counted in part, and with the same numbers in them; then by the texts, where both have one.
 */
export function likeness(a: Texts, b: Texts, rarity: Rarity): number {
  const [mine, theirs] = [wordsOf(a.title), wordsOf(b.title)];
  const like = wholeLikeness(a, b, { mine, theirs, rarity });
  return sameNumbers(mine, theirs) ? like : like * OTHER_NUMBERS;
}

function wholeLikeness(
  a: Texts,
  b: Texts,
  { mine, theirs, rarity }: { mine: readonly string[]; theirs: readonly string[]; rarity: Rarity },
): number {
  const title = titleLikeness(mine, theirs, rarity);
  const [text, other] = [bodyWords(a), bodyWords(b)];
  if (text.length === 0 || other.length === 0) return title;
  const body = shared(text, other, rarity);
  const both = (title + body) / 2;
  const isTelling = Math.min(new Set(mine).size, new Set(theirs).size) >= TELLING_WORDS;
  return isTelling ? Math.max(both, title * (OTHER_TEXTS + (1 - OTHER_TEXTS) * body)) : both;
}

function bodyWords({ body }: Texts): string[] {
  return wordsOf(body).slice(0, MOST_WORDS);
}

function titleLikeness(a: readonly string[], b: readonly string[], rarity: Rarity): number {
  const [mine, theirs] = [new Set(a), new Set(b)];
  const weigh = (word: string) => rarity(word) * Math.min(1, word.length / WHOLE_WORD);
  const found = matched(mine, theirs, weigh) + matched(theirs, mine, weigh);
  const all = sum(mine, weigh) + sum(theirs, weigh);
  return all === 0 ? 0 : found / all;
}

/** The weight of the words that others have too; of a word that is nearly the same, a part of it. */
function matched(words: ReadonlySet<string>, others: ReadonlySet<string>, weigh: Rarity): number {
  const unmatched = [...others]
    .filter((other) => !words.has(other))
    .map((other) => new Set(gramsOf([other])));
  return sum(words, (word) => {
    if (others.has(word)) return weigh(word);
    const grams = new Set(gramsOf([word]));
    const nearest = Math.max(0, ...unmatched.map((other) => dice(grams, other)));
    return nearest < SAME_WORD ? 0 : weigh(word) * nearest;
  });
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const one of a) if (b.has(one)) both++;
  return (2 * both) / (a.size + b.size || 1);
}

function sameNumbers(a: readonly string[], b: readonly string[]): boolean {
  const numbers = (words: readonly string[]) =>
    [...new Set(words.filter((word) => /\p{N}/u.test(word)))].sort().join(' ');
  return numbers(a) === numbers(b);
}

/** What both have, weighed, of what each has: the coefficient of Dice. */
function shared(a: readonly string[], b: readonly string[], weigh: Rarity): number {
  const [mine, theirs] = [new Set(a), new Set(b)];
  const both = sum(
    [...mine].filter((one) => theirs.has(one)),
    weigh,
  );
  const all = sum(mine, weigh) + sum(theirs, weigh);
  return all === 0 ? 0 : (2 * both) / all;
}

function sum(words: Iterable<string>, weigh: Rarity): number {
  let total = 0;
  for (const word of words) total += weigh(word);
  return total;
}
