import type { CallContext, Caller, Handles, Marks } from '../context.ts';
import type { Host } from '../host/host.ts';
import { identify, permit } from '../identity/permit.ts';
import { approve } from './approve.ts';
import { withDeadline } from './deadline.ts';
import { type Entry, record } from './entry.ts';
import type { Exchange } from './exchange.ts';
import type { Operation } from './operation.ts';
import type { Asker, CallQuestions } from './questions.ts';
import { RequestError } from './request-error.ts';
import { sendable, toToolError } from './result.ts';
import { Unanswered } from './unanswered.ts';

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
    const leave = await host.limits.enter(operation, caller);
    try {
      const input = operation.validate();
      const answer = await withDeadline(exchange.signal, host.callTimeoutMs, async (signal) => {
        const handles = lateHandles(host, operation, caller);
        const marks = lateMarks(host, caller);
        const ask = lateQuestions(host, operation, { caller, input, exchange, entry });
        const rest = { caller, signal, log: entry.log, handles, marks, ask };
        const context = await contextOf(host, exchange, rest);
        const question = await approve(host, operation, { input, context, exchange, entry });
        return question ?? (await answerOf(host, operation, input, context));
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
    if (error instanceof RequestError) throw error.answer;
    return operation.fail(error);
  }
}

/** What the operation gives, or what it has to ask the client first. */
async function answerOf<Result>(
  host: Host,
  operation: Operation<Result>,
  input: unknown,
  context: CallContext<unknown>,
): Promise<Result> {
  try {
    return sendable(operation.shape(await operation.run(input, context)), host.maxResultBytes);
  } catch (thrown) {
    if (thrown instanceof Unanswered && operation.ask !== undefined) return operation.ask(thrown.question);
    throw thrown;
  }
}

async function contextOf(
  host: Host,
  exchange: Exchange,
  rest: Pick<CallContext<unknown>, 'caller' | 'signal' | 'log' | 'handles' | 'marks' | 'ask'>,
): Promise<CallContext<unknown>> {
  const domain = (await host.domain()) as object;
  const { tell = () => {}, closeStream = () => {}, abilities } = exchange;
  return { ...domain, ...rest, tell, closeStream, abilities, progress: progressOf(exchange) };
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

/** Loaded with the first mark, for the same reason. */
function lateMarks(host: Host, caller: Caller): Marks {
  const load = async () => {
    const { marksFor } = await import('../state/marks.ts');
    return marksFor(host.state, host.server.name, caller);
  };
  return {
    set: async (name, data, ms) => (await load()).set(name, data, ms),
    get: async (name, ms) => (await load()).get(name, ms),
  };
}

/** Loaded with the first question, for the same reason. */
function lateQuestions(host: Host, operation: Operation<unknown>, asker: Asker): CallContext<unknown>['ask'] {
  let questions: Promise<CallQuestions> | undefined;
  return async (asked) => {
    questions ??= import('./questions.ts').then((module) => new module.CallQuestions(host, operation, asker));
    return (await (await questions).ask(asked)) as never;
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
