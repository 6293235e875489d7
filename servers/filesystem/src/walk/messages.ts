import { type ErrorCode, ToolError } from '@ashlar/kit/errors';
import type { ListEnd, ListEntry, ListJob } from './list-job.ts';
import type { SearchEnd, SearchEntry, SearchJob } from './search-contract.ts';

export type Job = ListJob | SearchJob;
export type Entry = ListEntry | SearchEntry;
export type End = ListEnd | SearchEnd;

/** What a thread is given. */
export interface Order {
  job: Job;
  /** One 32-bit integer; anything but 0 asks to stop. */
  stop: SharedArrayBuffer;
}

/** What a thread sends: parts, then one end or failure. */
export type Message =
  | { kind: 'part'; entries: Entry[]; looked: number; end: End }
  | { kind: 'end'; end: End }
  | { kind: 'failure'; failure: Failure };

/** An error as plain data. Without a code it is a fault of ours. */
export interface Failure {
  code?: ErrorCode;
  message: string;
  hint?: string;
  stack?: string;
}

export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack = '' } = error;
  if (!(error instanceof ToolError)) return { message, stack };
  return { code: error.code, message, stack, ...(error.hint !== undefined && { hint: error.hint }) };
}

export function fromFailure({ code, message, hint, stack }: Failure): Error {
  if (code === undefined) return new Error(`A walk failed: ${message}`, { cause: stack });
  return new ToolError(code, message, { cause: stack, ...(hint !== undefined && { hint }) });
}
