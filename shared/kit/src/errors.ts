/** What can go wrong with a call, as far as the caller needs to know. Nothing else leaves a server. */
export type ErrorCode =
  | 'invalid_input' // the arguments are wrong: change them
  | 'not_found' // what was named does not exist
  | 'forbidden' // this caller may not do this
  | 'conflict' // it changed, or exists already: look again
  | 'limited' // too much, too large or too often
  | 'timeout' // it took longer than it may
  | 'cancelled' // the caller stopped it
  | 'unavailable' // something this server needs is not there now
  | 'upstream' // a service behind this server refused
  | 'internal'; // a fault of ours; details are in the log only

export interface ErrorDetails {
  /** What to do next, in one sentence. */
  hint?: string;
  /** Whether the same call may succeed later. Default: true for `limited`, `timeout` and `unavailable`. */
  retryable?: boolean;
  /** Milliseconds to wait before the next try. */
  retryAfterMs?: number;
  /** What was underneath; goes to the log, never to the model. */
  cause?: unknown;
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['limited', 'timeout', 'unavailable']);

/**
 * The only error whose words reach a model. Its message is one sentence that says what happened and holds
 * no secret, no stack and no path outside what the caller may see. Everything else that is thrown becomes
 * `internal` with an id.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.retryable = details.retryable ?? RETRYABLE.has(code);
    this.retryAfterMs = details.retryAfterMs;
  }
}
