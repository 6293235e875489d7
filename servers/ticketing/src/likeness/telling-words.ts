import type { Texts } from './likeness.ts';
import { wordsOf } from './words.ts';

/** Letters of a word that says something. */
const SHORTEST = 3;

/** The longest words of a title; of the text where the title has none. */
export function tellingWords({ title, body }: Texts, most: number): string[] {
  const telling = (text: string) =>
    [...new Set(wordsOf(text))].filter((word) => word.length >= SHORTEST || /[^\x20-\x7e]/.test(word));
  const words = telling(title).length > 0 ? telling(title) : telling(body);
  return words.sort((a, b) => b.length - a.length).slice(0, most);
}
