import type { ToolError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import type { Host } from '../serve/host.ts';
import type { Operation } from './call.ts';
import type { Exchange } from './context.ts';

/** The record of one call, opened before anything can fail and closed exactly once. */
export interface Entry {
  /** The server's log, with the request's id on every line. */
  log: Log;
  succeeded(): void;
  failed(error: ToolError): void;
}

/** Counts the call as in flight until its record is closed, and writes one line about how it ended. */
export function record(host: Host, operation: Operation<unknown>, exchange: Exchange): Entry {
  const started = performance.now();
  const log = host.log.with({ requestId: exchange.requestId });
  const finished = host.inFlight.begin();
  const close = (outcome: string) => {
    finished();
    log.debug('call', {
      [operation.kind]: operation.name,
      outcome,
      ms: Math.round((performance.now() - started) * 100) / 100,
    });
  };
  return { log, succeeded: () => close('ok'), failed: (error) => close(error.code) };
}
