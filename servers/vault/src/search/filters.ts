import { hash } from 'node:crypto';
import { fold, withoutSlashes } from '../link/fold.ts';
import type { ParsedNote } from '../note/parsed-note.ts';

/** Which notes are of interest. */
export interface Filters {
  /** Folded, as `folderAt` gives it; '' for all. */
  folder?: string | undefined;
  /** With or without `#`; finds the tags below it as well. */
  tag?: string | undefined;
  /** `status` for those that have it, `status=done` for those where it, or an element of it, is that. */
  property?: string | undefined;
}

type Kind = 'folder' | 'tag' | 'property';

/** For private use: no word of a text or a query has it. */
const MARK = '\uf8ff';
/** Hexadecimal digits, 64 bits: longer words make a larger index, and nobody gains by one that means two things. */
const DIGITS = 16;

/** The words by which the index finds a note with each filter that it answers. */
export function filterWords(
  path: string,
  { tags, properties }: Pick<ParsedNote, 'tags' | 'properties'>,
): string[] {
  const words = new Set(chain('folder', fold(path).split('/').slice(0, -1)));
  for (const { name } of tags) for (const word of chain('tag', tagParts(name))) words.add(word);
  for (const [key, values] of properties) {
    for (const word of chain('property', [spelled(key)])) words.add(word);
    for (const value of values) words.add(wordOf('property', [spelled(key), spelled(value)]));
  }
  return [...words];
}

/** The words that all have to be among those of a note. */
export function wantedWords({ folder = '', tag, property }: Filters): string[] {
  const words: string[] = [];
  if (folder !== '') words.push(wordOf('folder', folder.replace(/\/$/, '').split('/')));
  if (tag !== undefined) words.push(wordOf('tag', tagParts(tag)));
  if (property !== undefined) words.push(wordOf('property', propertyParts(property)));
  return words;
}

function propertyParts(property: string): string[] {
  const at = property.indexOf('=');
  if (at < 0) return [spelled(property)];
  return [spelled(property.slice(0, at)), spelled(property.slice(at + 1))];
}

function spelled(text: string): string {
  return fold(text.trim());
}

function tagParts(tag: string): string[] {
  return fold(withoutSlashes(tag.trim().replace(/^#/, ''))).split('/');
}

function wordOf(kind: Kind, parts: readonly string[]): string {
  return chain(kind, parts).at(-1) as string;
}

/** A word for each step of a path. Of one length, whatever is in it, and in time that the length of all parts bounds. */
function chain(kind: Kind, parts: readonly string[]): string[] {
  let above: string = kind;
  return parts.map((part) => {
    above = hash('sha256', `${above}/${part}`, 'hex').slice(0, DIGITS);
    return MARK + above;
  });
}
