import { ANSWER_MS, answerIn } from '../approval/answer.ts';
import {
  type Approved,
  type Asked,
  askedOf,
  notThisQuestion,
  refuseUnlessSame,
  settle,
} from '../approval/asked.ts';
import { questionOf } from '../approval/question.ts';
import type { CallContext, Caller } from '../context.ts';
import type { Host } from '../host/host.ts';
import { handlesFor } from '../state/handles.ts';
import type { Entry } from './entry.ts';
import type { Exchange } from './exchange.ts';
import type { Approval, Operation } from './operation.ts';
import { type Round, roundHandles } from './questions.ts';

/** What is known of a call when a person may have to be asked. */
export interface Pending {
  input: unknown;
  context: CallContext<unknown>;
  exchange: Exchange;
  entry: Entry;
}

/**
 * Gives the question to put to a person, or takes the answer that came with the call: undefined where it is a yes.
 * Throws `ToolError` for any other answer, and for one that is not to this question.
 */
export async function askOrSettle<Result>(
  host: Host,
  operation: Operation<Result>,
  approval: Approval,
  { input, context, exchange, entry }: Pending,
): Promise<Result | undefined> {
  const { name, ask } = operation;
  if (ask === undefined) throw new TypeError('What has no form for a question cannot wait for an answer.');
  const handles = handlesFor(host.state, `approval ${host.server.name} ${name}`, context.caller);
  const preview = await approval.preview?.(input, context);
  const asked = askedOf(input, preview);
  const { answers, answeredState } = exchange;
  if (answers === undefined && answeredState === undefined) {
    const { id, handle } = await handles.mint(asked, ANSWER_MS);
    entry.approval = id;
    return ask(questionOf({ server: host.server.title, title: approval.title }, input, preview, handle));
  }
  const opened = await handles.open(answeredState ?? '');
  if (opened === undefined) {
    entry.approved = await approvedBefore(host, operation, context.caller, answeredState, asked);
    entry.approval = entry.approved.id;
    return undefined;
  }
  entry.approval = opened.id;
  await settle(opened, answerIn(answers), asked);
  entry.approved = { id: opened.id, version: asked.version };
  return undefined;
}

/** A call that was approved and has asked for more since: its state is good for one more round, as the approval was for one. */
async function approvedBefore(
  host: Host,
  operation: Operation<unknown>,
  caller: Caller,
  answeredState: string | undefined,
  asked: Asked,
): Promise<Approved> {
  const opened = await roundHandles(host, operation, caller).open(answeredState ?? '');
  const round = opened?.data as Round | undefined;
  if (opened === undefined || round?.approved === undefined) throw notThisQuestion();
  if (!(await opened.take()) || round.arguments !== asked.arguments) throw notThisQuestion();
  refuseUnlessSame(round.approved, asked);
  return round.approved;
}
