import { oneLine } from '@ashlar/kit/files';
import type { Statement } from 'better-sqlite3';
import type { Parameter, Parameters } from '../engine/engine.ts';
import { Refusal } from '../process/messages.ts';

/** Gives a statement its values. Throws `Refusal` (`values`) where they do not fit its placeholders. */
export function bind(statement: Statement<unknown[]>, params: Parameters): Statement<unknown[]> {
  try {
    return Array.isArray(params)
      ? bindList(statement, params)
      : statement.bind(named(Object.entries(params)));
  } catch (error) {
    throw error instanceof RangeError ? new Refusal('values', misfit(error.message)) : error;
  }
}

/** Values by position are given by name where the driver takes them so: `?1` is a name to it. */
function bindList(statement: Statement<unknown[]>, params: readonly Parameter[]): Statement<unknown[]> {
  try {
    return statement.bind(...params.map(plain));
  } catch (error) {
    if (!(error instanceof RangeError) || !/\?\d/.test(statement.source)) throw error;
    return statement.bind(named(params.map((value, at) => [String(at + 1), value])));
  }
}

/** The driver's words are about its own interface. */
function misfit(words: string): string {
  const missing = /^Missing named parameter "(.{1,100})"$/.exec(words)?.[1];
  if (missing !== undefined)
    return `there is no value for ${/^\d/.test(missing) ? '?' : ':'}${oneLine(missing)}`;
  return `there are ${/^Too few/.test(words) ? 'fewer' : 'more'} values than placeholders`;
}

function named(entries: readonly [string, Parameter][]): Record<string, unknown> {
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}

/** SQLite has no booleans but 0 and 1, and a whole number is an integer there; the driver binds numbers as reals. */
function plain(value: Parameter): null | bigint | number | string {
  if (typeof value === 'boolean') return BigInt(value);
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value as number) : value;
}
