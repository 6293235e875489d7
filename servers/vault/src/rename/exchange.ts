import { contentVersion } from '@ashlar/kit/files';
import { editable, encode } from '../disk/encode.ts';
import type { JournalFile } from './journal.ts';
import type { PlannedFile } from './plan-rename.ts';
import { applied } from './plan-rename.ts';

export type Side = 'before' | 'after';

/** A file of a plan as a journal keeps it; `bytes` are those that the plan was made from. */
export function journalFile({ path, edits }: PlannedFile, bytes: Buffer): JournalFile | undefined {
  const note = editable(bytes);
  if (note === undefined) return undefined;
  const { text, encoding } = note;
  return {
    path,
    before: contentVersion(bytes),
    after: contentVersion(encode(applied(text, edits), encoding)),
    exchanges: edits.map(({ start, end, text: words }) => [start, text.slice(start, end), words]),
  };
}

/**
 * The bytes of a file on one side of a rename, made from those on either side of it; undefined for any others: somebody
 * has changed it.
 */
export function bytesOn(side: Side, file: JournalFile, bytes: Buffer): Buffer | undefined {
  if (contentVersion(bytes) === file[side]) return bytes;
  const note = editable(bytes);
  if (note === undefined) return undefined;
  const text = exchanged(note.text, file.exchanges, side);
  const made = text === undefined ? undefined : encode(text, note.encoding);
  // From any other bytes these could not have come.
  return made !== undefined && contentVersion(made) === file[side] ? made : undefined;
}

/** Undefined where the text has other words in the places of what is to be exchanged. */
function exchanged(text: string, exchanges: JournalFile['exchanges'], side: Side): string | undefined {
  let made = '';
  let at = 0;
  let shift = 0;
  for (const [start, old, words] of exchanges) {
    const [is, becomes] = side === 'after' ? [old, words] : [words, old];
    const from = side === 'after' ? start : start + shift;
    if (from < at || !text.startsWith(is, from)) return undefined;
    made += text.slice(at, from) + becomes;
    at = from + is.length;
    shift += words.length - old.length;
  }
  return made + text.slice(at);
}
