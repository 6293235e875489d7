import { ToolError } from '@ashlar/kit/errors';

/** Seals what a caller gets and brings back: the kit's handles, which are bound to the caller and their tenant. */
export interface Seals {
  mint(data: unknown, ms: number): Promise<{ handle: string }>;
  open(handle: string): Promise<{ data: unknown } | undefined>;
}

/** Milliseconds for which a cursor is good. */
const GOOD_FOR_MS = 60 * 60_000;

/** Where an answer goes on; `question` says of which one, in any text. */
export async function sealCursor(seals: Seals, question: string, after: string): Promise<string> {
  return (await seals.mint([question, after], GOOD_FOR_MS)).handle;
}

/** Throws `ToolError` (`invalid_input`) for a cursor that is damaged, too old, of somebody else or of another question. */
export async function openCursor(seals: Seals, question: string, cursor: string): Promise<string> {
  const data = (await seals.open(cursor))?.data as [string, string] | undefined;
  if (data?.[0] === question) return data[1];
  const why = data === undefined ? 'is damaged, too old, or not yours' : 'belongs to another question';
  throw new ToolError('invalid_input', `cursor: ${why}.`, { hint: 'Ask again without it.' });
}
