import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import type { Source } from '../disk/open-source.ts';
import { carryOut, isTaken, type Left } from './carry-out.ts';
import type { Journal } from './journal.ts';
import { findJournal, keepJournal, removeJournal, setAside } from './journal-file.ts';
import { lockRenames } from './lock.ts';

export interface RenamesOptions {
  source: Source;
  /** The file of the journal, outside of the vault; the lock is beside it. */
  journal: string;
  warn(message: string): void;
}

/** What is to be carried out, and who wants to know how far it is. */
export type Carry = (journal: Journal, done: (count: number) => void) => Promise<void>;

/** Milliseconds that a call waits for another rename, and that a start does. */
const PATIENCE_MS = 5_000;
const START_PATIENCE_MS = 10_000;
const MOST_NAMED = 10;

/**
 * Carries out renames, one at a time in a vault, whatever process does it. A journal is written before the first change
 * and removed after the last. Whoever finds one has found a rename that was killed, and completes it; it is taken back
 * only where taking back had begun, or where another file has the new path.
 */
export class Renames {
  readonly #options: RenamesOptions;

  constructor(options: RenamesOptions) {
    this.#options = options;
  }

  /** Ends what a killed process has begun. Throws nothing: what cannot be done now is told to the operator. */
  async recover(): Promise<void> {
    const { source, journal, warn } = this.#options;
    try {
      if (findJournal(journal, source.vault.real) === undefined) return;
      await this.#locked(START_PATIENCE_MS, undefined, () => this.#settle());
    } catch (error) {
      warn(`A rename was interrupted and cannot be completed now: ${wordsOf(error)}`);
    }
  }

  /**
   * Runs a task while nobody else renames in this vault; what it gives to `carry` is carried out, all of it or nothing.
   * Throws `ToolError`, and what the task throws.
   */
  exclusively<T>(signal: AbortSignal, task: (carry: Carry) => Promise<T>): Promise<T> {
    return this.#locked(PATIENCE_MS, signal, async () => {
      await this.#settle();
      return task((journal, done) => this.#carry(journal, done));
    });
  }

  async #locked<T>(patienceMs: number, signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> {
    const release = await lockRenames(`${this.#options.journal}.lock`, patienceMs, signal);
    try {
      return await task();
    } finally {
      release();
    }
  }

  async #carry(journal: Journal, done: (count: number) => void): Promise<void> {
    const { source, journal: path } = this.#options;
    const written: Journal['files'] = [];
    const tell = (file: Journal['files'][number]) => done(written.push(file));
    keep(path, journal);
    try {
      await carryOut(source, journal, { side: 'after', throughFailures: false, done: tell });
    } catch (failure) {
      throw await this.#takeBack({ ...journal, files: written }, failure);
    }
    removeJournal(path);
  }

  /** Gives the error that tells of it. Where nothing can be written any more, the journal stays, and speaks of completing. */
  async #takeBack(journal: Journal, failure: unknown): Promise<unknown> {
    const undo = { ...journal, undo: true };
    try {
      keepJournal(this.#options.journal, undo);
    } catch (cause) {
      return halfDone(cause);
    }
    const left = await this.#end(undo);
    if (left.length === 0 && failure instanceof ToolError) {
      const { code, message, retryable } = failure;
      return new ToolError(code, message, { hint: 'Nothing was changed: plan the rename anew.', retryable });
    }
    if (left.length === 0) return failure;
    return new ToolError('conflict', `The rename failed, and was taken back but for ${named(left)}.`, {
      hint: 'Read these, and correct their links.',
      retryable: false,
      cause: failure,
    });
  }

  /** Completes or takes back what a journal tells of, if there is one. Throws where that has to wait. */
  async #settle(): Promise<void> {
    const { source, journal: path, warn } = this.#options;
    const found = findJournal(path, source.vault.real);
    if (found === undefined) return;
    if (found === 'foreign') {
      setAside(path);
      warn(
        'The journal of a rename is damaged or not of this vault, and was put aside: links may be broken.',
      );
      return;
    }
    const { journal } = found;
    const undo = journal.undo || isTaken(source, journal);
    if (undo !== journal.undo) keepJournal(path, { ...journal, undo });
    const left = await this.#end({ ...journal, undo });
    const names = `${quoted(journal.from)} to ${quoted(journal.to)}`;
    warn(`An interrupted rename of ${names} was ${undo ? 'taken back' : 'completed'}.`);
    if (left.length > 0) warn(`Left alone, since they were changed meanwhile: ${named(left)}.`);
  }

  /** To the end through all failures but those that may pass. */
  async #end(journal: Journal): Promise<Left[]> {
    const side = journal.undo ? 'before' : 'after';
    const left = await carryOut(this.#options.source, journal, { side, throughFailures: true });
    const passing = left.find(({ error }) => error.retryable);
    if (passing !== undefined) throw passing.error;
    removeJournal(this.#options.journal);
    return left;
  }
}

/** Nothing has been changed while this fails. Throws `ToolError` (`unavailable`). */
function keep(path: string, journal: Journal): void {
  try {
    keepJournal(path, journal);
  } catch (cause) {
    throw new ToolError('unavailable', 'The journal of the rename cannot be written.', {
      hint: 'The folder for the state of programs has to be writable: see XDG_STATE_HOME.',
      retryable: false,
      cause,
    });
  }
}

function halfDone(cause: unknown): ToolError {
  return new ToolError('unavailable', 'The disk failed in the middle of the rename.', {
    hint: 'It is completed with the next one, or when this server is started again.',
    retryable: false,
    cause,
  });
}

function named(left: readonly Left[]): string {
  const names = left.slice(0, MOST_NAMED).map(({ path }) => quoted(path));
  const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : '';
  return names.join(', ') + more;
}

function wordsOf(error: unknown): string {
  return error instanceof ToolError ? error.message : 'the disk failed.';
}
