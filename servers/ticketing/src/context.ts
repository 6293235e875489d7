import type { CallContext } from '@ashlar/kit';
import type { Reader } from './flow/reading.ts';
import { notesOf } from './flow/reasons.ts';
import type { Desk } from './open-tracker.ts';
import { type Who, whoOf } from './tracker/tenant.ts';

/** What every tool, resource and prompt of this server receives beside its input. */
export type Context = CallContext<Pick<Desk, 'tracker' | 'asks' | 'as'>>;

/** For whom a call is made: of the caller alone, whatever the arguments say. What they read is noted. */
export function callerOf({ caller, as, marks }: Pick<Context, 'caller' | 'as' | 'marks'>): Reader {
  return { ...whoOf(caller, as), reads: notesOf(marks) };
}

/**
 * The same for what no caller gets: what a tool only looks at before it asks, and what a person is shown. It is not noted
 * as read.
 */
export function aside(context: Pick<Context, 'caller' | 'as'>): Reader {
  return { ...whoOf(context.caller, context.as), reads: async () => {} };
}

/** Ids of people, where `me` stands for who is calling. */
export function peopleIn<Names extends readonly string[] | undefined>(names: Names, { person }: Who) {
  return names?.map((name) => (name === 'me' ? person.id : name));
}
