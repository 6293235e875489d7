import { hash } from 'node:crypto';
import { ToolError } from '@ashlar/kit';

const CURSOR = /^(\d{1,9})-([0-9a-f]{8})$/;

/** Where an answer ended, behind so many rows of a list, the last of which is known by this key. */
export function cursorAfter(rows: number, key: string): string {
  return `${rows}-${markOf(key)}`;
}

export interface Start {
  /** Rows of earlier answers. */
  rows: number;
  /** The last of them is another one by now, so that rows may be told twice or left out. */
  moved: boolean;
}

/**
 * Where a cursor goes on. Nothing is remembered between answers, so any instance can go on from it. `keyAt` gives the
 * key of a row, from 0. Throws `ToolError` (`invalid_input`) for what no answer can have given.
 */
export function startAt(cursor: string | undefined, keyAt: (row: number) => string | undefined): Start {
  if (cursor === undefined) return { rows: 0, moved: false };
  const [, count, mark] = CURSOR.exec(cursor) ?? [];
  const rows = Number(count);
  if (count === undefined || rows === 0) {
    throw new ToolError('invalid_input', 'cursor: was not given by this tool.', {
      hint: 'Copy it from the last line of an answer, or leave it out.',
    });
  }
  const key = keyAt(rows - 1);
  return { rows, moved: key === undefined || markOf(key) !== mark };
}

function markOf(key: string): string {
  return hash('sha256', key, 'hex').slice(0, 8);
}
