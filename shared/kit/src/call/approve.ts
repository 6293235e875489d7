import { answerIn } from '../approval/answer.ts';
import { strengthOf } from '../approval/strength.ts';
import { ToolError } from '../errors.ts';
import type { Host } from '../serve/host.ts';
import type { Approval, Operation } from './call.ts';
import type { CallContext, Exchange } from './context.ts';
import type { Entry } from './record.ts';

/** Milliseconds a person has to answer. */
const ANSWER_MS = 10 * 60_000;

/** What is known of a call when a person may have to be asked. */
export interface Pending {
  input: unknown;
  context: CallContext<unknown>;
  exchange: Exchange;
  entry: Entry;
}

/**
 * Did a person approve. Gives the question to put to one where that has to happen first; undefined where the
 * call may run. Throws `ToolError` where nobody can be asked and somebody must, where a person said no, and
 * where the answer is not to this question (specification, basic/patterns/mrtr).
 */
export async function approve<Result>(
  host: Host,
  operation: Operation<Result>,
  pending: Pending,
): Promise<Result | undefined> {
  const { approval, name } = operation;
  if (approval === undefined) return undefined;
  const { answers, answeredState, canAsk } = pending.exchange;
  const strength = strengthOf(approval.guarded(pending.input), host.options.approve);
  if (strength === 'never') return undefined;
  if (strength === 'waived') {
    pending.entry.approval = 'waived';
    return undefined;
  }
  if (canAsk || answers !== undefined || answeredState !== undefined) {
    return askOrSettle(host, name, approval, pending);
  }
  if (strength === 'must') throw nobodyToAsk(pending.exchange);
  return undefined;
}

async function askOrSettle<Result>(
  host: Host,
  name: string,
  approval: Approval<Result>,
  { input, context, exchange, entry }: Pending,
): Promise<Result | undefined> {
  // Not loaded at the start: few calls come here, and cryptography takes milliseconds to load.
  const { handlesFor } = await import('../state/handles.ts');
  const { askedOf, notThisQuestion, settle } = await import('../approval/asked.ts');
  const { questionOf } = await import('../approval/question.ts');
  const handles = handlesFor(host.state, `approval ${host.server.name} ${name}`, context.caller);
  const preview = await approval.preview?.(input, context);
  const asked = askedOf(input, preview);
  const { answers, answeredState } = exchange;
  if (answers === undefined && answeredState === undefined) {
    const { id, handle } = await handles.mint(asked, ANSWER_MS);
    entry.approval = id;
    return approval.ask(
      questionOf({ server: host.server.title, title: approval.title }, input, preview, handle),
    );
  }
  const opened = await handles.open(answeredState ?? '');
  if (opened === undefined) throw notThisQuestion();
  entry.approval = opened.id;
  await settle(opened, answerIn(answers), asked);
  return undefined;
}

function nobodyToAsk({ era, transport }: Exchange): ToolError {
  const why =
    era === 'legacy' && transport === 'http'
      ? 'a client of a 2025 protocol cannot ask one over HTTP'
      : 'this client cannot ask one';
  return new ToolError('forbidden', `A person has to approve this, and ${why}.`, {
    hint: 'Use a client with elicitation (2026-07-28, or 2025 over stdio); the operator of this server can waive it with --approve never.',
    retryable: false,
  });
}
