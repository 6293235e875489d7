import { type Replaced, replaceFile } from '@ashlar/kit/files';
import { encode } from '../disk/encode.ts';
import type { Source } from '../disk/open-source.ts';
import { slotAt } from '../disk/slot-at.ts';

/** A note as it was when its new text was made. */
export interface Before {
  text: string;
  encoding: 'utf-8' | 'utf-8-bom';
  version: string;
}

/**
 * Writes a note, whole or not at all; folders on the way are made. Throws `ToolError`: `conflict` where the note is no
 * more what it was (`before`; undefined: not there), and what `replaceFile` throws.
 */
export async function putNote(
  source: Source,
  path: string,
  text: string,
  { before, signal }: { before: Before | undefined; signal: AbortSignal },
): Promise<Replaced> {
  const slot = slotAt(source, path, { makeFolders: before === undefined });
  try {
    const bytes = encode(text, before?.encoding ?? 'utf-8');
    const expected = before === undefined ? { mustNotExist: true } : { ifVersion: before.version };
    return await replaceFile(slot, () => bytes, { ...expected, signal });
  } finally {
    slot.close();
  }
}
