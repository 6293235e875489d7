import { defineTool, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import type { BulkChange } from '../bulk/bulk-change.ts';
import { carryOut, type Outcome } from '../bulk/carry-out.ts';
import { type Judgement, judge, type Refused } from '../bulk/judge.ts';
import { openPlan, sealPlan, takePlan } from '../bulk/plan-handle.ts';
import { aside, type Context, callerOf, peopleIn } from '../context.ts';
import { inTickets, summaryOf } from '../show/ask-first.ts';
import { bulkSummary, grouped } from '../show/bulk-summary.ts';
import { MOST, names, ticketIds } from '../show/fields.ts';
import { refuseSecrets } from '../show/outgoing.ts';
import { seenShort } from '../show/seen.ts';
import type { Changed } from '../tracker/ticket.ts';

/** Milliseconds after which no further ticket is begun: a call has to be answered within 60 s. */
const ENOUGH_MS = 40_000;
/** Refusals that are told with their reason, and its characters; of the others the code is. */
const MOST_REASONS = 15;
const MOST_REASON = 200;
/** Characters of what becomes of a group of tickets. */
const MOST_CHANGED = 200;

const groups = z.array(z.object({ changed: z.string(), ids: z.array(z.string()) }));

export const bulkChange = defineTool({
  name: 'bulk_change',
  title: 'Change many tickets',
  description: `Move or change up to ${MOST.tickets} tickets. Answers with a plan first; the plan alone carries it out, once a person approves.`,
  input: z.object({
    ids: ticketIds.optional(),
    to: z.string().optional(),
    resolution: z.string().optional(),
    priority: z.string().optional(),
    addLabels: names.optional(),
    removeLabels: names.optional(),
    addAssignees: names.optional(),
    removeAssignees: names.optional(),
    plan: z.string().optional(),
  }),
  output: z.object({
    plan: z.string().optional(),
    would: groups.optional(),
    done: groups.optional(),
    same: z.array(z.string()).optional(),
    refused: z.array(z.object({ id: z.string(), why: z.string() })).optional(),
    left: z.array(z.string()).optional(),
    why: z.string().optional(),
  }),
  access: 'write',
  hints: { destructive: true },
  approval: ({ plan }) => (plan === undefined ? 'never' : 'must'),
  /** Without a version: a ticket that is another one by then is left, and the others are not. */
  async preview({ plan: handle = '' }, context: Context) {
    const { tracker, signal, handles } = context;
    const { bulk, planned } = await openPlan(handles, handle);
    const now = await judge(tracker, aside(context), planned, bulk, { signal });
    if (now.would.length === 0) throw nothingLeft();
    const writing = inTickets(...now.would.map(({ id }) => id));
    return { summary: await summaryOf(() => [bulkSummary(now)], writing, context, { whole: true }) };
  },
  async run({ plan, ids, ...change }, context: Context) {
    if (plan !== undefined) return done(plan, { ids, ...change }, context);
    const { addLabels, addAssignees } = change;
    refuseSecrets({ addLabels, addAssignees });
    const who = callerOf(context);
    const bulk = bulkOf({
      ...change,
      addAssignees: peopleIn(addAssignees, who),
      removeAssignees: peopleIn(change.removeAssignees, who),
    });
    if (ids === undefined) throw invalid('ids: is required without a plan.');
    const { tracker, signal, handles } = context;
    const judged = await judge(
      tracker,
      who,
      ids.map((id) => ({ id })),
      bulk,
      { signal },
    );
    if (judged.would.length === 0) return told(judged);
    bulkSummary(judged);
    return {
      plan: await sealPlan(handles, bulk, judged.would),
      would: groupRows(judged.would),
      ...told(judged),
    };
  },
});

type Given = Partial<Record<'to' | 'resolution' | 'priority', string>> &
  Partial<Record<'addLabels' | 'removeLabels' | 'addAssignees' | 'removeAssignees', readonly string[]>>;

/** Throws `ToolError` (`invalid_input`) unless it is one of the two. */
function bulkOf({ to, resolution, ...fields }: { [Key in keyof Given]: Given[Key] | undefined }): BulkChange {
  const isFields = Object.values(fields).some((value) => value !== undefined);
  if (to !== undefined && !isFields) return { move: { to, resolution } };
  if (to === undefined && resolution === undefined && isFields) return { fields };
  throw invalid('to: either to, with its resolution, or other fields are changed, and one of them is.');
}

async function done(handle: string, beside: object, context: Context) {
  const extra = Object.entries(beside).find(([, value]) => value !== undefined);
  if (extra !== undefined) throw invalid(`${extra[0]}: is part of the plan, which goes alone.`);
  const { tracker, signal, handles, progress, log } = context;
  const plan = await openPlan(handles, handle);
  await takePlan(plan);
  const going = { signal, progress, ms: ENOUGH_MS };
  const outcome = await carryOut(tracker, callerOf(context), plan.planned, plan.bulk, going);
  if (outcome.left.length > 0) tell(outcome, log);
  const { why } = outcome;
  return {
    done: groupRows(outcome.done),
    ...told(outcome),
    ...(outcome.left.length === 0 ? {} : { left: outcome.left, why: reason(why) }),
  };
}

/** Who cancels gets no answer: what was done is in the log, and in the tickets. */
function tell({ done: ids, left, why }: Outcome, log: Context['log']): void {
  log.warn('a bulk change ended before its end', { done: ids.map(({ id }) => id), left, error: why });
}

function told({ same, refused }: Pick<Judgement, 'same' | 'refused'>) {
  return {
    ...(same.length === 0 ? {} : { same }),
    ...(refused.length === 0 ? {} : { refused: refused.map(refusedRow) }),
  };
}

function refusedRow({ id, error }: Refused, at: number) {
  return { id: seenShort(id, 40), why: at < MOST_REASONS ? reason(error) : error.code };
}

function reason(error: unknown): string {
  if (!(error instanceof ToolError)) return 'internal';
  return seenShort(`${error.code}: ${error.message}`, MOST_REASON);
}

function groupRows(all: readonly { id: string; changed: readonly Changed[] }[]) {
  return grouped(all).map(({ changed, tickets }) => ({
    changed: seenShort(changed, MOST_CHANGED),
    ids: tickets.map(({ id }) => id),
  }));
}

function invalid(message: string): ToolError {
  return new ToolError('invalid_input', message, {
    hint: 'First ids and the change; then the plan of the answer, alone.',
  });
}

function nothingLeft(): ToolError {
  return new ToolError('conflict', 'plan: every ticket has changed since, or is so already.', {
    hint: 'Plan it anew, with ids and the change.',
  });
}
