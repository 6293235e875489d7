import { bareName } from '@ashlar/kit/near';
import type { Table } from '../engine/table.ts';

export interface Wanted {
  /** Part of the name of a table or column; `*` is any text, `?` one character. Without those, see `bareName`. */
  pattern?: string | undefined;
  schema?: string | undefined;
  kind?: Table['kind'] | undefined;
}

/** The tables that are wanted: those of that name first, then those that begin so, hold it, and have such a column. */
export function searchTables(tables: readonly Table[], { pattern, schema, kind }: Wanted): Table[] {
  const within = tables.filter(
    (table) =>
      (schema === undefined || table.schema === schema) && (kind === undefined || table.kind === kind),
  );
  if (pattern === undefined || pattern === '') return within;
  const looked = lookFor(pattern.toLowerCase());
  const ranked = within.map((table) => ({ table, rank: rankOf(table, looked) }));
  return ranked
    .filter(({ rank }) => rank < NOT)
    .sort((a, b) => a.rank - b.rank)
    .map(({ table }) => table);
}

const NOT = 4;

function rankOf({ schema, name, columns }: Table, looked: (name: string) => number): number {
  const byName = Math.min(looked(name), looked(`${schema}.${name}`));
  if (byName < NOT) return byName;
  return columns.some((column) => looked(column.name) < NOT) ? NOT - 1 : NOT;
}

/** 0 for the whole name, 1 for its beginning, 2 for a part, `NOT` for none. */
function lookFor(pattern: string): (name: string) => number {
  if (/[*?]/.test(pattern)) return (name) => (matches(pattern, name.toLowerCase()) ? 0 : NOT);
  const bare = bareName(pattern);
  return (name) =>
    Math.min(rankIn(name.toLowerCase(), pattern), bare === '' ? NOT : rankIn(bareName(name), bare));
}

function rankIn(name: string, pattern: string): number {
  const at = name.indexOf(pattern);
  if (at === -1) return NOT;
  return at > 0 ? 2 : name.length === pattern.length ? 0 : 1;
}

/** Whether a name is of a pattern; takes at most the product of their lengths, whatever the pattern is. */
export function matches(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let tried = 0;
  for (let here = 0; here < name.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      tried = here;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[here])) {
      at++;
      here++;
    } else if (star !== -1) {
      at = star + 1;
      here = ++tried;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
