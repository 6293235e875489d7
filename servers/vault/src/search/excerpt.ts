import { clip, clipAround, oneLine } from '@ashlar/kit/files';
import { linesOf, nameOf } from './fields.ts';
import { findTerms } from './find-terms.ts';
import type { Query, Term } from './parse-query.ts';
import { searchable } from './searchable.ts';

/** Where a note answers a query best. */
export interface Excerpt {
  /** The line with the match, from 1. Where only the name of the note matches: the first one of its text. */
  line: number;
  /** At most three lines around it, clipped, with what is invisible made visible. */
  text: string[];
  /** Of the first one of them. */
  from: number;
}

/** Characters of a line that are shown: of the one that matches, and of those beside it. */
const SHOWN = { match: 240, beside: 120 };
/** Occurrences after which the best place so far is good enough. */
const MAX_OCCURRENCES = 2_000;
/** UTF-16 units of a line in which a place is looked for exactly; in longer ones by proportion. */
const EXACT = 20_000;

/** The three lines that answer best. Undefined when the text does not answer the query at all (any more). */
export function excerptOf(
  path: string,
  text: string,
  query: Pick<Query, 'all' | 'none'>,
): Excerpt | undefined {
  const { all, none } = query;
  const title = nameOf(path);
  const inTitle = new Set([...findTerms([title], all)].map(({ term }) => term));
  if (isIn(title, none) || isIn(text, none)) return undefined;
  const best = bestPlace(text, all);
  const found = new Set([...inTitle, ...(best?.found ?? [])]);
  if (found.size < all.length) return undefined;
  const line = best?.line ?? firstLine(text);
  return { line: line + 1, ...around(text, line, best?.at) };
}

interface Place {
  line: number;
  at: number;
  /** Terms found anywhere in the text. */
  found: Set<number>;
}

/** The line with the most different terms on it and beside it; the first one of several. */
function bestPlace(text: string, terms: readonly Term[]): Place | undefined {
  const found = new Set<number>();
  let best: { line: number; at: number; score: number } | undefined;
  let recent: { term: number; line: number; at: number }[] = [];
  let seen = 0;
  for (const one of findTerms(linesOf(text), terms)) {
    found.add(one.term);
    recent = recent.filter(({ line, term }) => line >= one.line - 1 && term !== one.term);
    recent.push(one);
    const score = recent.length;
    if (best === undefined || score > best.score) {
      const own = recent.find(({ line }) => line === one.line) ?? one;
      best = { line: own.line, at: own.at, score };
    }
    if (found.size === terms.length && (best.score === terms.length || ++seen > MAX_OCCURRENCES)) break;
  }
  return best && { line: best.line, at: best.at, found };
}

function isIn(text: string, terms: readonly Term[]): boolean {
  return terms.length > 0 && !findTerms(linesOf(text), terms).next().done;
}

function around(text: string, line: number, at: number | undefined): Pick<Excerpt, 'text' | 'from'> {
  const from = Math.max(0, line - 1);
  const shown: string[] = [];
  let number = 0;
  for (const one of linesOf(text)) {
    if (number > line + 1) break;
    if (number >= from) shown.push(number === line ? shownAround(one, at ?? 0) : shownLine(one));
    number++;
  }
  return { text: shown, from: from + 1 };
}

function shownLine(line: string): string {
  return clip(oneLine(line.slice(0, SHOWN.beside + 1)), SHOWN.beside);
}

function shownAround(line: string, at: number): string {
  const place = placeIn(line, at);
  // Cut before what is invisible is spelled out: a line of megabytes is not worked through for 240 characters.
  const start = Math.max(0, place - SHOWN.match);
  const part = line.slice(start, place + SHOWN.match);
  const text = oneLine(part);
  const index = oneLine(part.slice(0, place - start)).length;
  const clipped = clipAround(text, index, SHOWN.match);
  return start > 0 && !clipped.startsWith('…') ? `…${clipped}` : clipped;
}

/** Where in a line what stands at a place of its searchable form comes from. */
function placeIn(line: string, at: number): number {
  if (/^[\0-\x7f]*$/.test(line)) return at;
  if (line.length > EXACT) return Math.floor((at * line.length) / Math.max(1, searchable(line).length));
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (searchable(line.slice(0, middle)).length <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Behind the properties, the first line with something on it. */
function firstLine(text: string): number {
  let number = 0;
  let inProperties = false;
  for (const line of linesOf(text)) {
    if (number === 0 && line.trim() === '---') inProperties = true;
    else if (inProperties) inProperties = !/^(?:---|\.\.\.)\s*$/.test(line);
    else if (line.trim() !== '') return number;
    number++;
  }
  return 0;
}
