const CONSONANTS = 'bcdfghjklmnprstvz';
const VOWELS = 'aeiou';
const WORDS = 6_000;

/** 6,000 pseudo-words of two to four syllables, and how to pick one: the first ones far more often than the last. */
export function makeWords(random: () => number): () => string {
  const letter = (letters: string) => letters[Math.floor(random() * letters.length)] as string;
  const words = Array.from({ length: WORDS }, () => {
    const syllables = 2 + Math.floor(random() * 3);
    return Array.from({ length: syllables }, () => letter(CONSONANTS) + letter(VOWELS)).join('');
  });
  return () => words[Math.floor(random() ** 2.2 * WORDS)] as string;
}
