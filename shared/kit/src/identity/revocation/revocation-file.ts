import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Revocations } from './revocations.ts';

/** An ended grant: one a line, as JSON, or the id alone. Without `until` it is ended for good. */
const entry = z.strictObject({
  id: z.string().min(1),
  until: z.iso.datetime({ offset: true }).optional(),
});
type Entry = z.output<typeof entry>;

/** Ended grants in a file, read again when it has changed: what is added is refused with the next request. */
export class RevocationFile implements Revocations {
  readonly #path: string;
  #entries = new Map<string, Entry>();
  #state = '';

  constructor(path: string) {
    this.#path = path;
  }

  async ended(ids: readonly string[]): Promise<string | undefined> {
    this.#refresh();
    return ids.find((id) => isOpen(this.#entries.get(id)));
  }

  async check(): Promise<void> {
    this.#refresh();
  }

  /** Makes the file if there is none. Entries that have lapsed are left out. Servers see the old file or the new one. */
  async end(id: string, until?: Date): Promise<void> {
    const next = `${this.#path}.tmp`;
    // Made exclusively, so that two who add at once do not lose one of the two.
    writeFileSync(next, '', { mode: 0o600, flag: 'wx' });
    try {
      const entries = readEntries(this.#path, 'make').set(id, {
        id,
        ...(until !== undefined && { until: until.toISOString() }),
      });
      const lines = [...entries.values()].filter(isOpen).map((each) => `${JSON.stringify(each)}\n`);
      writeFileSync(next, lines.join(''));
      renameSync(next, this.#path);
    } catch (error) {
      rmSync(next, { force: true });
      throw error;
    }
  }

  async close(): Promise<void> {}

  #refresh(): void {
    const { mtimeMs, ctimeMs, size, ino } = statSync(this.#path);
    const state = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    if (state === this.#state) return;
    this.#entries = readEntries(this.#path);
    this.#state = state;
  }
}

function isOpen(entry: Entry | undefined): boolean {
  return entry !== undefined && (entry.until === undefined || Date.now() < Date.parse(entry.until));
}

/** Throws where a line cannot be read: it may be the one that matters. */
function readEntries(path: string, missing: 'fail' | 'make' = 'fail'): Map<string, Entry> {
  const lines = textOf(path, missing).split('\n');
  const entries = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [entryOf(line.trim(), index + 1)],
  );
  return new Map(entries.map((each) => [each.id, each]));
}

function textOf(path: string, missing: 'fail' | 'make'): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (missing === 'make' && (error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function entryOf(line: string, number: number): Entry {
  if (!line.startsWith('{')) return { id: line };
  try {
    return entry.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`line ${number} is not an entry`, { cause });
  }
}
