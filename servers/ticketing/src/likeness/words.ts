/** UTF-16 units of a word that count: longer ones are hashes and encoded data. */
const LONGEST = 40;
/** Words of one text that are looked for. */
const MOST_WORDS = 20_000;

/** Runs of what words are made of. Marks that are no accents belong to letters, as vowels do in Hindi. */
const RUNS = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that write no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const IS_UNSPACED = new RegExp(UNSPACED.source, 'u');

/** The words of a text as they are compared: without capitals, accents and what is not seen, in their order. */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .toLowerCase();
  const words: string[] = [];
  for (const [run] of folded.matchAll(RUNS)) {
    if (words.length >= MOST_WORDS) break;
    words.push(...splitUnspaced(run).map((word) => word.slice(0, LONGEST)));
  }
  return words;
}

/** `東京都 v2` is 東京, 京都, 都 and v2: every place of a word begins one of these. */
function splitUnspaced(run: string): string[] {
  const words: string[] = [];
  let end = 0;
  for (const found of run.matchAll(UNSPACED)) {
    if (found.index > end) words.push(run.slice(end, found.index));
    const letters = [...found[0]];
    words.push(...letters.map((letter, at) => letter + (letters[at + 1] ?? '')));
    end = found.index + found[0].length;
  }
  if (end < run.length) words.push(run.slice(end));
  return words;
}

/** The same for what is looked for: what ends a run there may stand in the middle of one in a text. */
export function soughtWordsOf(text: string): string[] {
  return wordsOf(text).filter((word, at, all) => {
    const before = at === 0 ? [] : [...(all[at - 1] ?? '')];
    return !(before.length === 2 && before[1] === word && IS_UNSPACED.test(word));
  });
}

/** What words that are nearly the same have in common: `disk` is ·di, dis, isk and sk·. */
export function gramsOf(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const letters = [...`·${word}·`];
    return letters.slice(2).map((_, at) => letters.slice(at, at + 3).join(''));
  });
}
