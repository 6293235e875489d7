import type { Caller } from '../context.ts';
import type { CallRecord } from '../record/recorder.ts';

/** What is asked for, as a span tells of it. */
export interface Asked extends Pick<CallRecord, 'kind' | 'name' | 'arguments'> {
  /** The method it is asked for with, where it is not the one of its kind. */
  method?: string;
}

/** How it was asked for. */
export interface Traced extends Pick<CallRecord, 'requestId' | 'transport' | 'client' | 'protocol'> {
  /** W3C Trace Context as the client sent it (`_meta`, SEP-414). */
  trace: Readonly<Partial<Record<'traceparent' | 'tracestate' | 'baggage', string>>>;
}

/** Tells a tracing SDK of calls. Nothing here throws: what watches a call never fails one. */
export interface Telemetry {
  /** Begins the span of a call; undefined where the SDK could not. */
  begin(operation: Asked, exchange: Traced): CallSpan | undefined;
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
