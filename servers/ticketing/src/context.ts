import type { CallContext } from '@ashlar/kit';
import type { Reader } from './flow/reading.ts';
import { notesOf } from './flow/reasons.ts';
import type { Desk } from './open-tracker.ts';
import { type Who, whoOf } from './tracker/tenant.ts';
import type { Visibility } from './tracker/ticket.ts';

/** What every tool, resource and prompt of this server receives beside its input. */
export type Context = CallContext<Pick<Desk, 'tracker' | 'asks' | 'as' | 'customerScope'>>;

type Called = Pick<Context, 'caller' | 'as' | 'customerScope'>;

/** For whom a call is made: of the caller alone, whatever the arguments say. What they read is noted. */
export function callerOf(context: Called & Pick<Context, 'marks'>): Reader {
  return { ...aside(context), reads: notesOf(context.marks) };
}

/**
 * The same for what no caller gets: what a tool only looks at before it asks, and what a person is shown. It is not noted
 * as read.
 */
export function aside({ caller, as, customerScope }: Called): Reader {
  return { ...whoOf(caller, as, customerScope), reads: async () => {} };
}

/** Ids of people, where `me` stands for who is calling. */
export function peopleIn<Names extends readonly string[] | undefined>(names: Names, { person }: Who) {
  return names?.map((name) => (name === 'me' ? person.id : name));
}

/** Who sees what is written: unless they say otherwise the team, where a tracker has one, and others for a customer. */
export function visibilityOf(context: Context, wanted: Visibility | undefined): Visibility {
  const isCustomer = aside(context).person.role === 'customer';
  return wanted ?? (isCustomer ? 'public' : context.tracker.capabilities.comments[0]) ?? 'internal';
}
