import type { Caller } from '../context.ts';
import type { Asked, Asking, CallRecord } from '../record/call-record.ts';

/** Tells a tracing SDK of calls. Nothing here throws: what watches a call never fails one. */
export interface Telemetry {
  /** Begins the span of a call; undefined where the SDK could not. */
  begin(operation: Asked, exchange: Asking): CallSpan | undefined;
  /** Has the SDK send what it still holds. Never rejects. */
  close(): Promise<void>;
}

/** The span of one call. */
export interface CallSpan {
  /** The trace it belongs to, 32 hex digits. */
  traceId: string | undefined;
  /** Runs the call, so that spans begun within are its children, and ends with what the client gets for it. */
  around<T>(task: () => Promise<T>): Promise<T>;
  /** How the record of the call was closed, and whose call it was. */
  closed(outcome: CallRecord['outcome'], caller: Caller | undefined): void;
}
