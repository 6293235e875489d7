import { randomUUID } from 'node:crypto';
import { ToolError } from '@ashlar/kit/errors';
import { type ActionLimits, amountText, inHundredths } from '../actions/action.ts';
import type { Booking, Entry, Outcome, Standing } from '../actions/ledger.ts';
import { type TicketRow, timeText } from '../rules/rows.ts';
import { otherIntent } from '../tracker/refusals.ts';
import type { Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import { checkSeen } from './events.ts';
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';

/** What counts for a day: so there is no midnight at which twice as much can be done. */
const DAY_MS = 24 * 60 * 60_000;
/** Of the actions before, those that a person is told of. */
const MOST_EARLIER = 5;

interface ActionRow {
  hash: string;
  number: string;
  outcome: Outcome;
  reference: string | null;
  written: string;
}

/** What is known of it already, and else whether it may be done: throws `ToolError` where not. */
export function standingOf(scope: Scope, booking: Booking): Standing {
  const ticket = ticketAt(scope, booking.id);
  const used = usedOf(scope, booking);
  const earlier = earlierOf(scope, ticket, booking);
  const known = knownOf(scope, booking);
  if (known !== undefined) return { known, used, earlier };
  checkSeen(scope, ticket, booking.rev);
  checkLimits(booking, used);
  return { used, earlier };
}

/** Looks again in the transaction that books it: of two that fit one by one and not together, one is refused. */
export function beginAction(scope: Scope, booking: Booking): { entry: Entry; isNew: boolean } {
  const { known } = standingOf(scope, booking);
  if (known !== undefined) return { entry: known, isNew: false };
  const ticket = ticketAt(scope, booking.id);
  const changed = [...booking.fields, { field: 'outcome', after: 'begun' }];
  const written = applyEdit(scope, ticket, { what: booking.action, changed });
  const number = randomUUID();
  scope.run(
    `INSERT INTO action(tenant, ticket, person, name, key, hash, at, amount, number, outcome, written)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'begun', ?)`,
    ...[scope.tenant, ticket.row, scope.person.id, booking.action, booking.key, booking.hash],
    ...[scope.now, booking.amount, number, JSON.stringify(written)],
  );
  return { entry: { number, outcome: 'begun', written }, isNew: true };
}

export function finishAction(
  scope: Scope,
  number: string,
  { outcome, reference }: { outcome: Outcome; reference?: string | undefined },
): Entry {
  const row = scope.get<{ name: string; ticket: string }>(
    `SELECT a.name, t.project || '-' || t.number AS ticket
     FROM action a JOIN ticket t ON t.tenant = a.tenant AND t.row = a.ticket
     WHERE a.tenant = ? AND a.number = ? AND a.outcome = 'begun'`,
    ...[scope.tenant, number],
  );
  if (row === undefined) throw new Error('an action was finished that is not open');
  const named = reference === undefined ? {} : { reference };
  const changed = [
    { field: 'outcome', before: 'begun', after: outcome },
    ...(reference === undefined ? [] : [{ field: 'reference', after: reference }]),
  ];
  const written = applyEdit(scope, ticketAt(scope, row.ticket), { what: row.name, changed });
  scope.run(
    'UPDATE action SET outcome = ?, reference = ?, written = ? WHERE tenant = ? AND number = ?',
    ...[outcome, reference ?? null, JSON.stringify(written), scope.tenant, number],
  );
  return { number, outcome, ...named, written };
}

function knownOf(scope: Scope, { action, key, hash }: Booking): Entry | undefined {
  const row = scope.get<ActionRow>(
    `SELECT hash, number, outcome, reference, written FROM action
     WHERE tenant = ? AND person = ? AND name = ? AND key = ?`,
    ...[scope.tenant, scope.person.id, action, key],
  );
  if (row === undefined) return undefined;
  if (row.hash !== hash) throw otherIntent();
  const { number, outcome, reference } = row;
  const written: Written = { ...JSON.parse(row.written), replayed: true };
  return { number, outcome, ...(reference === null ? {} : { reference }), written };
}

/** Where the clock was put back, what was done after now counts as well. */
function usedOf({ get, tenant, person, now }: Scope, { action }: Booking): Standing['used'] {
  const found = get<Standing['used']>(
    `SELECT coalesce(sum(amount), 0) AS tenant, coalesce(sum(iif(person = ?, amount, 0)), 0) AS caller
     FROM action WHERE tenant = ? AND name = ? AND at > ? AND outcome <> 'refused'`,
    ...[person.id, tenant, action, now - DAY_MS],
  );
  return found ?? { caller: 0, tenant: 0 };
}

function earlierOf({ all, tenant }: Scope, { row }: TicketRow, { action }: Booking): Standing['earlier'] {
  return all<{ at: number; amount: number; outcome: Outcome }>(
    `SELECT at, amount, outcome FROM action WHERE tenant = ? AND name = ? AND ticket = ?
     ORDER BY row DESC LIMIT ?`,
    ...[tenant, action, row, MOST_EARLIER],
  ).map(({ at, ...rest }) => ({ at: timeText(at), ...rest }));
}

function checkLimits({ action, amount, limits }: Booking, used: Standing['used']): void {
  const { each, callerDay, tenantDay } = limits;
  if (each !== undefined && amount > inHundredths(each)) throw tooMuch(action, limits, `${each} at once`);
  const daily = [
    [callerDay, used.caller, 'for you'],
    [tenantDay, used.tenant, 'for all of you'],
  ] as const;
  for (const [limit, sum, whom] of daily) {
    if (limit === undefined || sum + amount <= inHundredths(limit)) continue;
    const left = amountText(Math.max(0, inHundredths(limit) - sum));
    throw tooMuch(action, limits, `${limit} in 24 hours ${whom}, of which ${left} are left`);
  }
}

function tooMuch(action: string, { of }: ActionLimits, limit: string): ToolError {
  return new ToolError('limited', `${of ?? action}: the limit of ${action} is ${limit}. Nothing was done.`, {
    hint: 'Leave it to a person of the team: they can do it in another way.',
    retryable: false,
  });
}
