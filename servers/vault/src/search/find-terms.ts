import type { Term } from './parse-query.ts';
import { searchable, WORD } from './searchable.ts';

/** Where a term ends in a text. */
export interface Occurrence {
  /** Its place in the list of terms. */
  term: number;
  /** From 0. */
  line: number;
  /** Where the last word of the term begins in the searchable form of the line, in UTF-16 units. */
  at: number;
}

/** Finds terms word by word, exactly as the index has them: also across the end of a line. */
export function* findTerms(lines: Iterable<string>, terms: readonly Term[]): Generator<Occurrence> {
  const longest = Math.max(1, ...terms.map(({ words }) => words.length));
  /** The words before the present one, as many as matter. */
  const recent: string[] = [];
  let line = 0;
  for (const text of lines) {
    for (const { 0: word, index } of searchable(text).matchAll(WORD)) {
      recent.push(word);
      if (recent.length > longest) recent.shift();
      for (const [term, wanted] of terms.entries()) {
        if (ends(recent, wanted)) yield { term, line, at: index };
      }
    }
    line++;
  }
}

function ends(recent: readonly string[], { words, prefix }: Term): boolean {
  const start = recent.length - words.length;
  if (start < 0) return false;
  const last = words.length - 1;
  const word = recent[start + last] as string;
  const wanted = words[last] as string;
  if (prefix ? !word.startsWith(wanted) : word !== wanted) return false;
  for (let at = 0; at < last; at++) if (recent[start + at] !== words[at]) return false;
  return true;
}
