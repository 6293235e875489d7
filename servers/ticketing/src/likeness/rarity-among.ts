import type { Rarity, Texts } from './likeness.ts';
import { wordsOf } from './words.ts';

/** How much a word says among what is compared: trackers that are searched over a network do not tell how often one is used. */
export function rarityAmong(texts: readonly Texts[]): Rarity {
  const counts = new Map<string, number>();
  for (const { title, body } of texts) {
    for (const word of new Set(wordsOf(`${title}\n${body}`))) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return (word) => Math.log(1 + (texts.length + 1) / (1 + (counts.get(word) ?? 0)));
}
