import type { Access } from '../define.ts';
import type { ToolError } from '../errors.ts';
import type { Host } from '../serve/host.ts';
import { approve } from './approve.ts';
import type { CallContext, Exchange } from './context.ts';
import { withDeadline } from './deadline.ts';
import { identify, permit } from './identify.ts';
import { enter } from './limits.ts';
import { record } from './record.ts';
import { toToolError } from './result.ts';

/** One thing that a client can ask for, whatever its kind: what differs between them, as data. */
export interface Operation<Result> {
  kind: 'tool' | 'resource' | 'prompt' | 'completion';
  name: string;
  access: Access;
  /** Throws `ToolError` (`invalid_input`) naming the field. */
  validate(): unknown;
  run(input: unknown, context: CallContext<unknown>): Promise<unknown>;
  shape(value: unknown): Result;
  /** What the client gets for a failure: a result that says so, or a thrown protocol error. */
  fail(error: ToolError): Result;
}

/**
 * The path of every call, on every transport, in both eras: who is calling, may they, are they within
 * limits, is the input valid, did a person approve, run, shape, record. Nothing runs by another way.
 */
export async function call<Result>(
  host: Host,
  operation: Operation<Result>,
  exchange: Exchange,
): Promise<Result> {
  const entry = record(host, operation, exchange);
  try {
    const caller = identify(exchange);
    permit(host, operation, caller);
    const leave = enter(operation, caller);
    try {
      const input = operation.validate();
      approve(operation, caller);
      const value = await withDeadline(exchange.signal, host.callTimeoutMs, async (signal) => {
        const domain = (await host.domain()) as object;
        const progress = progressOf(exchange);
        return operation.run(input, { ...domain, caller, signal, progress, log: entry.log });
      });
      const result = operation.shape(value);
      entry.succeeded();
      return result;
    } finally {
      leave();
    }
  } catch (thrown) {
    const error = toToolError(thrown, entry.log);
    entry.failed(error);
    return operation.fail(error);
  }
}

function progressOf({ notifyProgress }: Exchange): CallContext<unknown>['progress'] {
  if (notifyProgress === undefined) return () => {};
  return (done, total, message) =>
    notifyProgress({
      progress: done,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message }),
    });
}
