import { strengthOf } from '../approval/strength.ts';
import { ToolError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Pending } from './ask-or-settle.ts';
import type { Exchange } from './exchange.ts';
import type { Operation } from './operation.ts';

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
  const { approval } = operation;
  if (approval === undefined) return undefined;
  const { answers, answeredState, abilities } = pending.exchange;
  const strength = strengthOf(await approval.guarded(pending.input, pending.context), host.options.approve);
  if (strength === 'never') return undefined;
  if (strength === 'waived') {
    pending.entry.approval = 'waived';
    return undefined;
  }
  if (abilities.includes('form') || answers !== undefined || answeredState !== undefined) {
    // Not loaded at the start: few calls come here, and cryptography takes milliseconds to load.
    const { askOrSettle } = await import('./ask-or-settle.ts');
    return askOrSettle(host, operation, approval, pending);
  }
  if (strength === 'must') throw nobodyToAsk(host, pending.exchange);
  return undefined;
}

function nobodyToAsk({ options }: Host, { era, transport }: Exchange): ToolError {
  const why =
    era === 'legacy' && transport === 'http' && options.sessions === undefined
      ? 'a client of a 2025 protocol cannot ask one over HTTP without a session'
      : 'this client cannot ask one';
  return new ToolError('forbidden', `A person has to approve this, and ${why}.`, {
    hint: 'Use a client with elicitation (2026-07-28, or 2025 over stdio or in a session); the operator of this server can keep sessions with --sessions, or waive it with --approve never.',
    retryable: false,
  });
}
