import { isInputRequiredResult } from '@modelcontextprotocol/server';
import type { Approved } from '../approval/asked.ts';
import type { Caller } from '../context.ts';
import type { ToolError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Log } from '../log/log.ts';
import type { CallRecord } from '../record/call-record.ts';
import { NOTHING } from '../record/result-cost.ts';
import { traceIdOf } from '../record/trace-id.ts';
import type { Exchange } from './exchange.ts';
import type { Operation } from './operation.ts';

/** The record of one call, opened before anything can fail and closed exactly once. */
export interface Entry {
  /** The server's log, with the request's id on every line. */
  log: Log;
  /** The caller, once somebody vouched for one. */
  caller: Caller | undefined;
  /** The approval that is asked for, or that was given. */
  approval: string | undefined;
  /** What a person has approved; undefined where nobody was asked. */
  approved: Approved | undefined;
  /** Runs the call in the span it is traced by, where it is. */
  within<T>(task: () => Promise<T>): Promise<T>;
  /** Refuses, with `ToolError`, what could not be recorded. */
  admit(): void;
  /** With a result, or with a question to a person: then nothing has run, and the call comes again. */
  answered(result: unknown): void;
  failed(error: ToolError): void;
  /** Resolves when the record of a call that changes something is safe; rejects with `ToolError` if it is not. */
  settled(): Promise<void>;
}

/** Counts the call as in flight until its record is closed, and tells how it ended to all who keep records. */
export function record(host: Host, operation: Operation<unknown>, exchange: Exchange): Entry {
  const time = new Date();
  const started = performance.now();
  const log = host.log.with({ requestId: exchange.requestId });
  const finished = host.inFlight.begin();
  const span = host.telemetry?.begin(operation, exchange);
  const { kind, name, access } = operation;
  let open = true;
  const close = (outcome: CallRecord['outcome'], result?: unknown) => {
    if (!open) return;
    open = false;
    finished();
    const ms = Math.round((performance.now() - started) * 100) / 100;
    log.debug('call', { [kind]: name, outcome, ms });
    span?.closed(outcome, entry.caller);
    if (host.recorders.length === 0) return;
    const { caller, approval } = entry;
    const cost = result === undefined ? NOTHING : host.resultCosts.of(name, result);
    const traceId = span?.traceId ?? traceIdOf(exchange.trace.traceparent);
    const ended: CallRecord = { time, operation, exchange, caller, outcome, ms, cost, approval, traceId };
    for (const recorder of host.recorders) recorder.call?.(ended);
  };
  const entry: Entry = {
    log,
    caller: undefined,
    approval: undefined,
    approved: undefined,
    within: (task) => (span === undefined ? task() : span.around(task)),
    admit() {
      for (const recorder of host.recorders) recorder.admit?.(operation);
    },
    answered(result) {
      close(isInputRequiredResult(result) ? 'asked' : 'ok', result);
    },
    failed: (error) => close(error.code),
    async settled() {
      if (access === 'read') return;
      for (const recorder of host.recorders) await recorder.settled?.();
    },
  };
  return entry;
}
