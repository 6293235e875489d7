import { opendirSync } from 'node:fs';
import { oneLine } from '../text/one-line.ts';

/** Entries read before giving up: the search must not stall on a huge folder. */
const MAX_ENTRIES = 20_000;
/** Printable ASCII without a blank has one spelling only. */
const ONE_SPELLING = /^[!-~]*$/;

/**
 * The one entry of a folder that looks like a name which is not there: equal in Unicode form (macOS writes
 * NFD, models write NFC), in the kind of blanks (macOS puts U+202F into the names of screenshots), or because the
 * name was copied from an answer of ours, in which invisible characters and line breaks stand as `⟦U+000A⟧`.
 * Undefined when there is none, when there are several, or when the folder has more than 20,000 entries.
 */
export function lookAlike(folder: string, name: string): string | undefined {
  if (ONE_SPELLING.test(name)) return undefined;
  const wanted = spelling(name);
  const entries = opendirSync(folder, { bufferSize: 512 });
  try {
    let found: string | undefined;
    for (let read = 0; read < MAX_ENTRIES; read++) {
      const entry = entries.readSync();
      if (entry === null) return found;
      if (spelling(entry.name) !== wanted) continue;
      if (found !== undefined) return undefined;
      found = entry.name;
    }
    return undefined;
  } finally {
    entries.closeSync();
  }
}

function spelling(name: string): string {
  return oneLine(name.normalize('NFC').replace(/[\u00A0\u2009\u202F]/g, ' '));
}
