import { ToolError } from '@ashlar/kit/errors';

/** Seals what a caller gets and brings back: the kit's handles. */
export interface Seals {
  mint(data: unknown, ms: number): Promise<{ handle: string }>;
  open(handle: string): Promise<{ data: unknown } | undefined>;
}

/** Where a result goes on: how many rows were given, and what they were. */
export interface Place {
  rows: number;
  digest: string;
}

/** Milliseconds for which a cursor is good. Nothing is kept for it: it holds all that it needs. */
const GOOD_FOR = 60 * 60 * 1_000;

export async function sealCursor(seals: Seals, key: string, place: Place): Promise<string> {
  return (await seals.mint(written(key, place), GOOD_FOR)).handle;
}

/** Throws `ToolError` (`invalid_input`) for a cursor that is damaged, too old, of somebody else or of another question. */
export async function openCursor(seals: Seals, key: string, cursor: string): Promise<Place> {
  const opened = await seals.open(cursor);
  if (opened === undefined) {
    throw new ToolError('invalid_input', 'cursor: is damaged, too old, or not yours.', {
      hint: 'Ask again without it.',
    });
  }
  const [own, rows, digest] = opened.data as ReturnType<typeof written>;
  if (own !== key) {
    throw new ToolError('invalid_input', 'cursor: belongs to another question.', {
      hint: 'Repeat sql, params and source exactly as they were, or leave the cursor out.',
    });
  }
  return { rows, digest };
}

/** A model pays for every character of a cursor, twice: no names are written. */
function written(key: string, { rows, digest }: Place): [key: string, rows: number, digest: string] {
  return [key, rows, digest];
}

/** Throws `ToolError` (`conflict`) where the rows before a page are not those that were given. */
export function checkPlace(place: Place, before: string): void {
  if (place.digest === before) return;
  throw new ToolError('conflict', 'cursor: the rows that were given before are others now.', {
    hint: 'Ask again without it; with ORDER BY on a key, rows keep their places.',
  });
}
