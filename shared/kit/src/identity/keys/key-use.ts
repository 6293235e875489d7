import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

/** When keys were used last, by their id: beside the file of keys, which no server writes. */
const keyUses = z.record(z.string(), z.iso.datetime());

/** Milliseconds between two writes. */
const SAVE_EVERY = 60_000;
/** Milliseconds after which it is tried again while somebody else writes. */
const AGAIN = 1_000;
/** Milliseconds after which a write that is still under way was given up by whoever began it. */
const ABANDONED = 10_000;

/** When each key was used last, milliseconds since 1970; nothing where nothing readable stands. */
export function readKeyUse(keyFile: string): Map<string, number> {
  try {
    const parsed = keyUses.safeParse(JSON.parse(readFileSync(pathFor(keyFile), 'utf8')));
    return new Map(Object.entries(parsed.data ?? {}).map(([id, time]) => [id, Date.parse(time)]));
  } catch {
    return new Map(); // it is only ever a hint for people
  }
}

function pathFor(keyFile: string): string {
  return `${keyFile}.used`;
}

/** Keeps when keys were used: in memory at once, in the file at most once a minute, with what others wrote there. */
export class KeyUse {
  readonly #keyFile: string;
  readonly #failed: (error: unknown) => void;
  #uses = new Map<string, number>();
  #savedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `failed` is told why a write did not work, such as a folder that is read-only. */
  constructor(keyFile: string, failed: (error: unknown) => void) {
    this.#keyFile = keyFile;
    this.#failed = failed;
  }

  used(id: string): void {
    this.#uses.set(id, Date.now());
    const wait = Math.max(0, this.#savedAt + SAVE_EVERY - Date.now());
    this.#timer ??= setTimeout(() => this.#save(), wait).unref();
  }

  /** The last use that this server or another one with the same file knows of. */
  all(): Map<string, number> {
    return newest(readKeyUse(this.#keyFile), this.#uses);
  }

  close(): void {
    if (this.#timer !== undefined) this.#save();
  }

  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#savedAt = Date.now();
    const next = `${pathFor(this.#keyFile)}.tmp`;
    try {
      removeAbandoned(next);
      // Made exclusively: who reads in order to write keeps all others from doing the same.
      writeFileSync(next, '', { mode: 0o600, flag: 'wx' });
    } catch (error) {
      return this.#later(error);
    }
    try {
      const uses = [...this.all()].map(([id, time]) => [id, new Date(time).toISOString()]);
      writeFileSync(next, `${JSON.stringify(Object.fromEntries(uses), null, 2)}\n`);
      renameSync(next, pathFor(this.#keyFile));
    } catch (error) {
      rmSync(next, { force: true });
      this.#later(error);
    }
  }

  /** What could not be written is still known: it goes with the next use, or soon where somebody else is writing. */
  #later(error: unknown): void {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return this.#failed(error);
    this.#timer = setTimeout(() => this.#save(), AGAIN).unref();
  }
}

function newest(...all: readonly Map<string, number>[]): Map<string, number> {
  const merged = new Map<string, number>();
  for (const [id, time] of all.flatMap((uses) => [...uses])) {
    merged.set(id, Math.max(time, merged.get(id) ?? 0));
  }
  return merged;
}

function removeAbandoned(path: string): void {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (mtimeMs !== undefined && Date.now() - mtimeMs > ABANDONED) rmSync(path, { force: true });
}
