/** Random numbers that are the same in each run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES = 'ba co di fu ge ha ki lo mu ne or pa qui re si to um va wo xe yo zu'.split(' ');
const WORDS = 20_000;

/** A word of a made-up language; the lower its number, the more often it is used. */
export function wordOf(number: number): string {
  let [word, left] = ['', number + SYLLABLES.length];
  while (left > 0) {
    word += SYLLABLES[left % SYLLABLES.length];
    left = Math.floor(left / SYLLABLES.length);
  }
  return word;
}

/** So many words as people use them: the second most frequent half as often as the first (Zipf). */
export function textOf(random: () => number, count: number): string {
  return Array.from({ length: count }, () => wordOf(Math.floor(WORDS ** random()) - 1)).join(' ');
}
