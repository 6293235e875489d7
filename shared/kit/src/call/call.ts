import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { Guarded } from '../approval/strength.ts';
import type { Access, Preview } from '../define.ts';
import type { ToolError } from '../errors.ts';
import type { Host } from '../serve/host.ts';
import type { Handles } from '../state/handles.ts';
import { approve } from './approve.ts';
import type { CallContext, Caller, Exchange } from './context.ts';
import { withDeadline } from './deadline.ts';
import { identify, permit } from './identify.ts';
import { enter } from './limits.ts';
import { type Entry, record } from './record.ts';
import { sendable, toToolError } from './result.ts';

/** One thing that a client can ask for, whatever its kind: what differs between them, as data. */
export interface Operation<Result> {
  kind: 'tool' | 'resource' | 'prompt' | 'completion';
  name: string;
  access: Access;
  /** The method it is asked for with, where it is not the one of its kind. */
  method?: string;
  /** Not counted against limits, as something else bounds it: one request that asks for many things. */
  uncounted?: true;
  /** What was sent, as it was sent. */
  arguments: unknown;
  /** Throws `ToolError` (`invalid_input`) naming the field. */
  validate(): unknown;
  /** How a person is asked before it runs; left out where nobody ever is. */
  approval?: Approval<Result>;
  run(input: unknown, context: CallContext<unknown>): Promise<unknown>;
  shape(value: unknown): Result;
  /** What the client gets for a failure: a result that says so, or a thrown protocol error. */
  fail(error: ToolError): Result;
}

/** What a question to a person takes. */
export interface Approval<Result> {
  /** What the person knows the operation by. */
  title: string;
  guarded(input: unknown): Guarded;
  /** What will happen, where the arguments alone do not say it. */
  preview: ((input: unknown, context: CallContext<unknown>) => Promise<Preview>) | undefined;
  /** The question as a result of this kind. */
  ask(question: InputRequiredResult): Result;
}

/**
 * The path of every call, on every transport, in both eras: who is calling, may they, are they within
 * limits, is the input valid, did a person approve, run, shape, record. Nothing runs by another way.
 */
export function call<Result>(host: Host, operation: Operation<Result>, exchange: Exchange): Promise<Result> {
  const entry = record(host, operation, exchange);
  return entry.within(() => steps(host, operation, exchange, entry));
}

async function steps<Result>(
  host: Host,
  operation: Operation<Result>,
  exchange: Exchange,
  entry: Entry,
): Promise<Result> {
  try {
    const caller = identify(exchange);
    entry.caller = caller;
    permit(host, operation, caller);
    entry.admit();
    const leave = await enter(host, operation, caller);
    try {
      const input = operation.validate();
      const answer = await withDeadline(exchange.signal, host.callTimeoutMs, async (signal) => {
        const handles = lateHandles(host, operation, caller);
        const context = await contextOf(host, exchange, { caller, signal, log: entry.log, handles });
        const question = await approve(host, operation, { input, context, exchange, entry });
        return (
          question ?? sendable(operation.shape(await operation.run(input, context)), host.maxResultBytes)
        );
      });
      entry.answered(answer);
      await entry.settled();
      return answer;
    } finally {
      leave();
    }
  } catch (thrown) {
    const error = toToolError(thrown, entry.log);
    entry.failed(error);
    await entry.settled().catch(() => {}); // the call has failed as it is
    return operation.fail(error);
  }
}

async function contextOf(
  host: Host,
  exchange: Exchange,
  rest: Pick<CallContext<unknown>, 'caller' | 'signal' | 'log' | 'handles'>,
): Promise<CallContext<unknown>> {
  const domain = (await host.domain()) as object;
  return { ...domain, ...rest, progress: progressOf(exchange) };
}

/** Loaded with the first handle: few tools give any away, and cryptography takes milliseconds to load. */
function lateHandles(host: Host, { kind, name }: Operation<unknown>, caller: Caller): Handles {
  const load = async () => {
    const { handlesFor } = await import('../state/handles.ts');
    return handlesFor(host.state, `${kind} ${host.server.name} ${name}`, caller);
  };
  return {
    mint: async (data, ms) => (await load()).mint(data, ms),
    open: async (handle) => (await load()).open(handle),
  };
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
