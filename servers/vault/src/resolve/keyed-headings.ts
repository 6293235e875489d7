import type { NoteFacts } from '../index/note-facts.ts';
import type { Heading } from '../note/parsed-note.ts';
import { headingKey } from './heading-key.ts';

export interface KeyedHeading extends Heading {
  key: string;
}

/** Notes that are kept, and headings of one that is worth it: of fewer, the wanted one is soon found. */
const MOST_KEPT = 8;
const MANY = 64;

const kept = new Map<NoteFacts, readonly KeyedHeading[]>();

/**
 * The headings of a note with the keys by which links name them. A few notes with many headings are kept, the last used
 * ones, since thousands of links may name such a note, one after another.
 */
export function keyedHeadings(facts: NoteFacts): readonly KeyedHeading[] {
  const known = kept.get(facts);
  const headings = known ?? facts.headings.map((heading) => ({ ...heading, key: headingKey(heading.text) }));
  if (known === undefined && headings.length < MANY) return headings;
  kept.delete(facts);
  kept.set(facts, headings);
  for (const [oldest] of kept) if (kept.size > MOST_KEPT) kept.delete(oldest);
  return headings;
}
