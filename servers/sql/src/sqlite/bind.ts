import { oneLine } from '@ashlar/kit/files';
import type { Parameter, Parameters } from '../engine/engine.ts';
import { Refusal } from '../process/messages.ts';

/** The driver says so where a statement has names and it is given no object. */
const UNNAMED = 'Missing named parameters';
const NUMBERED = /\?\d/;

/** What `use` makes of a statement with its values. Throws `Refusal` (`values`) where they do not fit its placeholders. */
export function withValues<T>(sql: string, params: Parameters, use: (...values: unknown[]) => T): T {
  try {
    return Array.isArray(params) ? byPosition(sql, params, use) : use(named(Object.entries(params)));
  } catch (error) {
    if (error instanceof TypeError && error.message === UNNAMED)
      throw new Refusal(
        'values',
        NUMBERED.test(sql) ? misfit('Too few') : 'a list is given, and sql has names',
      );
    throw error instanceof RangeError ? new Refusal('values', misfit(error.message)) : error;
  }
}

/** Values by position are given by name where the driver takes them so: `?1` is a name to it. */
function byPosition<T>(sql: string, params: readonly Parameter[], use: (...values: unknown[]) => T): T {
  try {
    return use(...params.map(plain));
  } catch (error) {
    if (!(error instanceof RangeError) || !NUMBERED.test(sql)) throw error;
    return use(named(params.map((value, at) => [String(at + 1), value])));
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
