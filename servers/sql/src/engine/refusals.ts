import { ToolError } from '@ashlar/kit/errors';
import { clip, oneLine } from '@ashlar/kit/files';

/** Characters of what a database says that are passed on. */
const LONGEST_SAYING = 400;

export const cancelled = () => new ToolError('cancelled', 'The call was cancelled, and the query with it.');

export const closing = () => new ToolError('unavailable', 'The database is being closed.');

/** A process of ours says what none of ours says. */
export const broken = () =>
  new ToolError('unavailable', 'The process that reads the database failed, and was ended.');

export function timedOut(timeoutMs: number): ToolError {
  return new ToolError('timeout', `sql: took longer than ${timeoutMs} ms and was stopped.`, {
    hint: 'Ask for less: a narrower WHERE, fewer joins, an aggregate of an indexed column.',
    retryable: false,
  });
}

export function tooLarge(what: string): ToolError {
  return new ToolError('limited', `sql: ${what}`, {
    hint: 'Select fewer or smaller columns, or a part of them with substr().',
    retryable: false,
  });
}

export function tooBusy(): ToolError {
  return new ToolError('limited', 'Too many queries are waiting for this database.', {
    hint: 'Wait for those that are under way, then ask again.',
    retryAfterMs: 1_000,
  });
}

/** A statement that breaks a rule; the sentence names it. */
export function refused(rule: string, hint = 'Ask with one SELECT that only reads.'): ToolError {
  return new ToolError('forbidden', `sql: ${rule}`, { hint });
}

/** What the database itself says is wrong with a statement: the model needs the words to correct it. */
export function said(words: string, cause?: unknown): ToolError {
  return new ToolError('invalid_input', `sql: the database says: ${inShort(words)}`, { cause });
}

/** Words of a database, which may hold names that anybody chose: one line of bounded length, of visible characters. */
export function inShort(words: string): string {
  return clip(oneLine(words.replaceAll(/\s+/g, ' ').trim()), LONGEST_SAYING);
}
