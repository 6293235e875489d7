import { LONGEST_TOKEN } from '@ashlar/kit/files';

/** Lines of the sought text that take part: more would not make the vote clearer. */
const MOST_LINES = 2_000;
/** How like the longest line another must be; a line that has one of two words is. */
const LIKE = 0.4;
/** Places of one repeated line that may vote. */
const MOST_REPEATS = 8;

/**
 * The line (from 0) at which `old` most likely was meant to begin, found in one pass over the text. Lines are
 * compared by their letters and digits alone, so blanks, case, quotes and punctuation do not matter: each equal
 * line votes for the offset between the two texts. Where no line is equal, the one that has most words of the
 * longest line is taken. May be negative, where `old` has lines before the first of the text.
 */
export function nearestRegion(text: string, old: string): number | undefined {
  const sought = wordsOfLines(old);
  const longest = sought.reduce((a, b) => (b.words.length > a.words.length ? b : a), NO_LINE);
  if (longest === NO_LINE) return undefined;
  const places = placesByLetters(sought);
  const votes = new Map<number, number>();
  const likeness = createLikeness(longest.words);
  let likest = { line: -1, score: LIKE };
  scan(text, likeness.add, (index, letters) => {
    for (const place of places.get(letters) ?? []) {
      votes.set(index - place, (votes.get(index - place) ?? 0) + 1);
    }
    const score = likeness.score();
    if (score > likest.score) likest = { line: index - longest.index, score };
  });
  const elected = mostVotes(votes);
  if (elected !== undefined) return elected;
  return likest.score > LIKE ? likest.line : undefined;
}

interface Line {
  index: number;
  letters: number;
  words: number[];
}

const NO_LINE: Line = { index: -1, letters: 0, words: [] };

function wordsOfLines(text: string): Line[] {
  const lines: Line[] = [];
  let words: number[] = [];
  const collect = (index: number, letters: number) => {
    if (lines.length < MOST_LINES) lines.push({ index, letters, words });
    words = [];
  };
  scan(text, (word) => words.push(word), collect);
  return lines;
}

function placesByLetters(lines: Line[]): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const { letters, index } of lines) {
    if (letters === 0) continue;
    const known = places.get(letters);
    if (!known) places.set(letters, [index]);
    else if (known.length < MOST_REPEATS) known.push(index);
  }
  return places;
}

function mostVotes(votes: Map<number, number>): number | undefined {
  let best: number | undefined;
  for (const [offset, count] of votes) {
    if (best === undefined || count > (votes.get(best) ?? 0)) best = offset;
  }
  return best;
}

/**
 * Compares lines, word by word, with some wanted words: from 0 to 1, the share of them that a line has, and a
 * little for having few others.
 */
function createLikeness(words: number[]): { add(word: number): void; score(): number } {
  // Each word with the line that last had it, so that it counts once in a line.
  const wanted = new Map(words.map((word) => [word, 0]));
  let line = 1;
  let total = 0;
  let shared = 0;
  return {
    add(word) {
      total++;
      const last = wanted.get(word);
      if (last === undefined || last === line) return;
      wanted.set(word, line);
      shared++;
    },
    score() {
      const score = (0.75 * shared) / wanted.size + (0.5 * shared) / (total + wanted.size);
      line++;
      total = 0;
      shared = 0;
      return score;
    },
  };
}

const LF = 0x0a;
const TOKEN = '⟦'.charCodeAt(0);

/** Calls back with the hash of each word, and after each line with the hash of its letters and digits, or 0. */
function scan(
  text: string,
  onWord: (word: number) => void,
  onLine: (index: number, letters: number) => void,
): void {
  let index = 0;
  let word = 0;
  let letters = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : LF;
    if (isLetter(code)) {
      const folded = code < 0x80 ? code | 0x20 : code;
      word = (Math.imul(word, 31) + folded) | 0;
      letters = (Math.imul(letters, 31) + folded) | 0;
      continue;
    }
    if (code === TOKEN) {
      // An invisible character does not part a word.
      i += Math.max(0, text.slice(i, i + LONGEST_TOKEN).indexOf('⟧'));
      continue;
    }
    if (word !== 0) onWord(word);
    word = 0;
    if (code !== LF) continue;
    onLine(index++, letters);
    letters = 0;
  }
}

/** Letters, digits and `_`; beyond ASCII everything but spaces, dashes, quotation marks and our own tokens. */
function isLetter(code: number): boolean {
  if (code >= 0x80)
    return code > 0xbf && !(code >= 0x2000 && code <= 0x206f) && code !== 0x3000 && code !== TOKEN;
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
