import { ANSWER_MS, answerIn } from '../approval/answer.ts';
import { askedOf, notThisQuestion, settle } from '../approval/asked.ts';
import { questionOf } from '../approval/question.ts';
import type { CallContext } from '../context.ts';
import type { Host } from '../host/host.ts';
import { handlesFor } from '../state/handles.ts';
import type { Entry } from './entry.ts';
import type { Exchange } from './exchange.ts';
import type { Approval, Operation } from './operation.ts';

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
  { name, ask }: Operation<Result>,
  approval: Approval,
  { input, context, exchange, entry }: Pending,
): Promise<Result | undefined> {
  const handles = handlesFor(host.state, `approval ${host.server.name} ${name}`, context.caller);
  const preview = await approval.preview?.(input, context);
  const asked = askedOf(input, preview);
  const { answers, answeredState } = exchange;
  if (answers === undefined && answeredState === undefined) {
    const { id, handle } = await handles.mint(asked, ANSWER_MS);
    entry.approval = id;
    return ask?.(questionOf({ server: host.server.title, title: approval.title }, input, preview, handle));
  }
  const opened = await handles.open(answeredState ?? '');
  if (opened === undefined) throw notThisQuestion();
  entry.approval = opened.id;
  await settle(opened, answerIn(answers), asked);
  return undefined;
}
