import { type ToolDefinition, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import { intentOf } from '../asking/intent.ts';
import { aside, type Context, callerOf } from '../context.ts';
import { readToken } from '../remote/token.ts';
import { inPublic, summaryOf } from '../show/ask-first.ts';
import { calledTicket } from '../show/change-summary.ts';
import { keyText, ticketId } from '../show/fields.ts';
import { refuseSecrets } from '../show/outgoing.ts';
import { seenShort } from '../show/seen.ts';
import { writtenRow, writtenShape } from '../show/written.ts';
import { type Action, amountOf, type Given } from './action.ts';
import { answerOf } from './answer-of.ts';
import type { Booking, Entry, Ledger } from './ledger.ts';
import { fieldOf } from './parameter-field.ts';
import { questionLines } from './question-lines.ts';
import { requestUrl } from './request-url.ts';
import { sendRequest } from './send-request.ts';

const output = writtenShape.extend({ reference: z.string().optional() });

type ActionTool = ToolDefinition<Record<string, z.ZodType>, typeof output.shape, Context>;
type Input = { id: string; rev: string; key: string } & Given;

/** An action of the configuration as a tool: its parameters are all that a caller can say, and a person hears of each. */
export function actionTool(action: Action): ActionTool {
  const params = Object.entries(action.params).map(([name, about]) => [
    name,
    fieldOf(name, about, action.limits),
  ]);
  const fields = Object.fromEntries(params) as Record<string, z.ZodType>;
  return {
    name: action.name,
    title: action.name.replaceAll('_', ' '),
    description: action.description,
    input: z.object({
      id: ticketId,
      rev: z.string(),
      ...fields,
      key: keyText.describe('Repeat it when you retry.'),
    }),
    output,
    access: 'destroy',
    hints: { openWorld: true },
    async approval(input, context) {
      // What is in the books is not done again, whatever came of it: nobody is asked.
      return (await standingOf(action, input as Input, context)).known === undefined ? 'must' : 'never';
    },
    async preview(input, context) {
      const { id } = bookingOf(action, input as Input, context);
      const standing = await standingOf(action, input as Input, context);
      const ticket = await context.tracker.get(aside(context), id, { signal: context.signal });
      const lines = questionLines(action, input as Input, standing);
      // Its state is among the arguments, and looked at again in the transaction that books it.
      const told = () => [`${action.name}, for ${calledTicket(ticket)}:`, ...lines];
      return { summary: await summaryOf(told, inPublic, context, { whole: true }) };
    },
    async run(input, context) {
      const entry = await doneOnce(action, input as Input, context);
      const { reference, written } = answerOf(action, entry);
      return {
        ...writtenRow(written),
        ...(reference === undefined ? {} : { reference: seenShort(reference, 100) }),
      };
    },
  };
}

async function standingOf(action: Action, input: Input, context: Context) {
  const booking = bookingOf(action, input, context);
  return ledgerOf(context).look(callerOf(context), booking, { signal: context.signal });
}

/**
 * All that can fail without a trace comes first. Then it is booked, then sent, and then what came of it is written
 * down, whether the caller still listens or not; where that cannot be, it stays in the books as begun, which is the truth.
 */
async function doneOnce(action: Action, input: Input, context: Context): Promise<Entry> {
  const { caller, signal } = context;
  const who = callerOf(context);
  const booking = bookingOf(action, input, context);
  const ledger = ledgerOf(context);
  const body = {
    ...paramsOf(action, input),
    ticket: booking.id,
    caller: who.person.id,
    tenant: caller.tenant,
  };
  const url = requestUrl(action.request, body);
  const token = action.request.token && (await readToken(action.request.token, action.name));
  const { entry, isNew } = await ledger.begin(who, booking, { signal });
  if (!isNew) return entry;
  const came = await sendRequest(action.request, { url, number: entry.number, token, body });
  const finished = await ledger.finish(who, entry, came).catch(() => entry);
  return { ...finished, ...came };
}

/** Throws `ToolError` (`forbidden`) for a customer, who would approve it themselves, and for what holds a secret. */
function bookingOf(action: Action, input: Input, context: Context): Booking {
  if (aside(context).person.role === 'customer') {
    throw new ToolError('forbidden', `${action.name} is for the team.`, { retryable: false });
  }
  const given = paramsOf(action, input);
  const texts = Object.entries(given).map(([name, value]) => [name, String(value)]);
  refuseSecrets(Object.fromEntries(texts));
  const id = input.id.trim().toUpperCase();
  const fields = texts.map(([field = '', after = '']) => ({ field, after }));
  const { hash } = intentOf({ ...given, id }, undefined);
  const { name, limits } = action;
  const amount = amountOf(action, given);
  return { action: name, limits, id, rev: input.rev, key: input.key, hash, amount, fields };
}

function paramsOf({ params }: Action, input: Input): Given {
  const names = Object.keys(params).filter((name) => input[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, input[name]]));
}

function ledgerOf({ tracker: { ledger } }: Context): Ledger {
  if (ledger !== undefined) return ledger;
  throw new ToolError('unavailable', 'This tracker keeps no books.', { retryable: false });
}
