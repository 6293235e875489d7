/** Where the servers of a file are: a map by their names, or a list whose items have their name in a field. */
export interface Collection {
  path: readonly string[];
  /** Of a list: the field that names an item. */
  listKey?: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What came to be beside the entry itself, so that taking the entry out again can leave what was there before. */
export interface Made {
  /** The text of the whole file, where it held nothing yet. */
  whole?: string;
  /** How many keys of the collection's path were there. */
  depth?: number;
  /** What stood between the brackets of the innermost container that was there, which was empty. */
  inner?: string;
}

/** A notation that is edited as text, so that every byte that is not the entry's stays. */
export interface Format {
  /** What the text means. Throws `Unreadable`. */
  data(text: string): unknown;
  /** Throws `Unreadable`, also for what cannot be edited safely. The name must be free. */
  add(text: string, at: Collection, name: string, value: Json): { text: string; made: Made };
  /** The entry must be there. */
  remove(text: string, at: Collection, name: string, made: Made): string;
}

/** A file that is not what it should be. It is never written. The message goes on a sentence about the file. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** The keys of a path and the entry below them, as one value: what a file without them gets. */
export function nested(path: readonly string[], { listKey }: Collection, name: string, value: Json): Json {
  const innermost: Json = listKey === undefined ? { [name]: value } : [value];
  return path.reduceRight<Json>((inside, key) => ({ [key]: inside }), innermost);
}

/** `\r\n` where the first line ends so. */
export function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The blanks at the beginning of the line in which a place is. */
export function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

export function spliced(text: string, from: number, to: number, between = ''): string {
  return text.slice(0, from) + between + text.slice(to);
}
