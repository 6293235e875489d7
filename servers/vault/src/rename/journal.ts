import { contentVersion } from '@ashlar/kit/files';
import * as z from 'zod';

/** A piece of a text that is exchanged: where it begins, in UTF-16 units of the text before, and what it is. */
const exchange = z.tuple([z.int().min(0), z.string(), z.string()]);

const journal = z.strictObject({
  format: z.literal(1),
  /** The real path of the vault. */
  vault: z.string(),
  /** Whether what was done is being taken back. */
  undo: z.boolean(),
  from: z.string().min(1),
  to: z.string().min(1),
  files: z.array(
    z.strictObject({
      path: z.string().min(1),
      /** Versions of the bytes. */
      before: z.string(),
      after: z.string(),
      exchanges: z.array(exchange),
    }),
  ),
});

/** All that is needed to carry out a rename, or to take it back, without asking the vault what was meant. */
export type Journal = z.output<typeof journal>;
export type JournalFile = Journal['files'][number];

/** The words of a journal, with their own digest before them: what a disk has lost of them shows. */
export function writeJournal(entries: Journal): Buffer {
  const words = Buffer.from(JSON.stringify(entries));
  return Buffer.concat([Buffer.from(`${contentVersion(words)}\n`), words]);
}

/**
 * Reads a journal of this vault; undefined for what is damaged, or of another vault. Whoever carries it out asks the guard
 * for every path in it: this says nothing about who wrote it.
 */
export function readJournal(bytes: Buffer, vault: string): Journal | undefined {
  const end = bytes.indexOf(10);
  const words = bytes.subarray(end + 1);
  if (end < 0 || bytes.toString('latin1', 0, end) !== contentVersion(words)) return undefined;
  const read = journal.safeParse(parsed(words.toString('utf8')));
  return read.success && read.data.vault === vault ? read.data : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
