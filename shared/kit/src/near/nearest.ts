import { bareName } from './bare-name.ts';
import { editDistance } from './edit-distance.ts';

/** Characters of a name that are compared. */
const COMPARED = 64;
/** Characters of which a part of a name has to be. */
const LEAST_PART = 3;

/**
 * Names that a mistyped one may have meant, nearest first, at most `most`: those that differ in case, accents and
 * punctuation alone, those that are a slip or two away (one in three characters), those that hold it or that it holds.
 */
export function nearest(typed: string, names: Iterable<string>, most: number): string[] {
  const word = bareName(typed).slice(0, COMPARED);
  if (word === '') return [];
  const found: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const distance = distanceTo(bareName(name).slice(0, COMPARED), word);
    if (distance !== undefined) found.push({ name, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

/** Undefined where the two are not alike. What is a part comes behind one slip, and before two: the more of it, the nearer. */
function distanceTo(name: string, word: string): number | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const distance = editDistance(name, word, limit);
  const [short, long] = name.length < word.length ? [name, word] : [word, name];
  const isPart = short.length >= LEAST_PART && long.includes(short);
  if (isPart && distance > 1) return 2 - short.length / long.length;
  return distance <= limit ? distance : undefined;
}
