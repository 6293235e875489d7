import type { CallContext } from '@ashlar/kit';
import type { Desk } from './open-tracker.ts';
import { type Who, whoOf } from './tracker/tenant.ts';
import type { Visibility } from './tracker/ticket.ts';

/** What every tool, resource and prompt of this server receives beside its input. */
export type Context = CallContext<Pick<Desk, 'tracker' | 'asks' | 'as' | 'customerScope'>>;

type Called = Pick<Context, 'caller' | 'as' | 'customerScope'>;

/** For whom a call is made: of the caller alone, whatever the arguments say. */
export function callerOf({ caller, as, customerScope }: Called): Who {
  return whoOf(caller, as, customerScope);
}

/** Ids of people, where `me` stands for who is calling. */
export function peopleIn<Names extends readonly string[] | undefined>(names: Names, { person }: Who) {
  return names?.map((name) => (name === 'me' ? person.id : name));
}

/** Who sees what is written: unless they say otherwise the team, where a tracker has one, and others for a customer. */
export function visibilityOf(context: Context, wanted: Visibility | undefined): Visibility {
  const isCustomer = callerOf(context).person.role === 'customer';
  return wanted ?? (isCustomer ? 'public' : context.tracker.capabilities.comments[0]) ?? 'internal';
}
