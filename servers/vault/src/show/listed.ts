import { cursorAfter, startAt } from './cursor.ts';
import { Page } from './trailer.ts';

/** Rows that an answer shows some of. */
export interface Listed {
  count: number;
  /** What a row is known by in a later answer, from 0; undefined behind the last one. */
  keyAt(row: number): string | undefined;
  /** Lines, from a row on, made as they are asked for. */
  linesFrom(row: number): Iterable<string> | AsyncIterable<string>;
}

export interface Shown {
  lines: string[];
  /** How to go on; undefined at the end. */
  next: string | undefined;
  /** For the trailer. */
  facts: (string | undefined)[];
}

const MOVED = 'the vault changed since the answer before: rows may be missing or told twice';

/** As many rows from a cursor on as fit. Throws `ToolError` (`invalid_input`) for a cursor that is none. */
export async function shownFrom(list: Listed, cursor: string | undefined, page = new Page()): Promise<Shown> {
  const { rows, moved } = startAt(cursor, list.keyAt);
  for await (const line of list.linesFrom(rows)) if (!page.add(line)) break;
  const end = rows + page.lines.length;
  const next =
    page.lines.length > 0 && end < list.count ? cursorAfter(end, list.keyAt(end - 1) ?? '') : undefined;
  return {
    lines: page.lines,
    next,
    facts: [next === undefined ? undefined : `more with cursor ${next}`, moved ? MOVED : undefined],
  };
}

/** A list of things that are at hand. */
export function listOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  lineOf: (item: T) => string,
): Listed {
  return {
    count: items.length,
    keyAt: (row) => (row < items.length ? keyOf(items[row] as T) : undefined),
    *linesFrom(row) {
      for (let at = row; at < items.length; at++) yield lineOf(items[at] as T);
    },
  };
}
