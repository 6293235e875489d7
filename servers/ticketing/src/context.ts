import type { CallContext } from '@ashlar/kit';
import type { Desk } from './open-tracker.ts';
import { type Who, whoOf } from './tracker/tenant.ts';

/** What every tool, resource and prompt of this server receives beside its input. */
export type Context = CallContext<Pick<Desk, 'tracker' | 'asks' | 'as'>>;

/** For whom a call is made: of the caller alone, whatever the arguments say. */
export function callerOf({ caller, as }: Pick<Context, 'caller' | 'as'>): Who {
  return whoOf(caller, as);
}

/** Ids of people, where `me` stands for who is calling. */
export function peopleIn<Names extends readonly string[] | undefined>(names: Names, { person }: Who) {
  return names?.map((name) => (name === 'me' ? person.id : name));
}
