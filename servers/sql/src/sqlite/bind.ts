import type { Statement } from 'better-sqlite3';
import type { Parameter, Parameters } from '../engine/engine.ts';

/** Values by position are given by name where the driver takes them so: `?1` is a name to it. */
export function bind(statement: Statement<unknown[]>, params: Parameters): Statement<unknown[]> {
  if (!Array.isArray(params)) return statement.bind(named(Object.entries(params)));
  try {
    return statement.bind(...params.map(plain));
  } catch (error) {
    if (!(error instanceof RangeError) || !/\?\d/.test(statement.source)) throw error;
    return statement.bind(named(params.map((value, at) => [String(at + 1), value])));
  }
}

function named(entries: readonly [string, Parameter][]): Record<string, unknown> {
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}

/** SQLite has no booleans, and a whole number is an integer there. */
function plain(value: Parameter): null | bigint | number | string {
  if (typeof value === 'boolean') return Number(value);
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value as number) : value;
}
