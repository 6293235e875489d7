import { isDeepStrictEqual } from 'node:util';
import { type Collection, type Format, type Json, type Made, Unreadable } from './format.ts';
import { json } from './json-format.ts';
import { toml } from './toml-format.ts';
import { yaml } from './yaml-format.ts';

export const FORMATS: Readonly<Record<'json' | 'yaml' | 'toml', Format>> = { json, yaml, toml };

/** The entries of a collection in the order of the file, by their names. */
export function entriesOf(data: unknown, { path, listKey }: Collection): [string, unknown][] {
  const found = path.reduce<unknown>(
    (inside, key) => (isObject(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined),
    data,
  );
  if (listKey === undefined) return isObject(found) ? Object.entries(found) : [];
  if (!Array.isArray(found)) return [];
  return found.flatMap((item) =>
    isObject(item) && typeof item[listKey] === 'string' ? [[item[listKey], item] as [string, unknown]] : [],
  );
}

/** Puts an entry into a text. Afterwards the text means what it did and the entry, or nothing is done: `Unreadable`. */
export function addEntry(
  format: Format,
  text: string,
  at: Collection,
  name: string,
  value: Json,
): { text: string; made: Made } {
  const before = entriesElsewhere(format, text, at);
  const added = format.add(text, at, name, value);
  const after = meaningOf(format, added.text, at);
  const entry = after?.entries.get(name);
  after?.entries.delete(name);
  if (
    after === undefined ||
    before.entries.has(name) ||
    !isDeepStrictEqual(entry, plain(value)) ||
    !isDeepStrictEqual(before, after)
  ) {
    throw new Unreadable('is written in a way that cannot be edited safely');
  }
  return added;
}

/** Takes an entry out of a text, with what was made for it. The rest means what it did, or nothing is done. */
export function removeEntry(format: Format, text: string, at: Collection, name: string, made: Made): string {
  const before = entriesElsewhere(format, text, at);
  const left = format.remove(text, at, name, made);
  const after = meaningOf(format, left, at);
  before.entries.delete(name);
  if (!isDeepStrictEqual(before, after))
    throw new Unreadable('is written in a way that cannot be edited safely');
  return left;
}

/** Undefined where our own edit has left what nobody can read. */
function meaningOf(format: Format, text: string, at: Collection): Meaning | undefined {
  try {
    return entriesElsewhere(format, text, at);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

interface Meaning {
  entries: Map<string, unknown>;
  /** All but the collection; keys that hold nothing are as good as none. */
  rest: unknown;
}

function entriesElsewhere(format: Format, text: string, at: Collection): Meaning {
  const data = format.data(text);
  return { entries: new Map(entriesOf(data, at)), rest: without(data, at.path) };
}

function without(data: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (!isObject(data) || key === undefined) return {};
  const { [key]: inside, ...others } = data;
  const left = without(inside, rest);
  return isObject(left) && Object.keys(left).length > 0 ? { ...others, [key]: left } : others;
}

function plain(value: Json): unknown {
  return JSON.parse(JSON.stringify(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
