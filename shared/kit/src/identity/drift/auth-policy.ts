import * as z from 'zod';
import { DURATION, durationMs } from '../../options/duration.ts';

/** What counts as drift, all in one place; the first three can be set by `--auth-policy`. */
const DEFAULTS = {
  /** Milliseconds since a key was made, after which it is old. */
  'key-age': durationMs('90d'),
  /** Milliseconds from a token's `iat` to its `exp`, above which it lives too long. */
  'token-life': durationMs('24h'),
  /** Milliseconds without a call, after which a key is unused. */
  'key-unused': durationMs('30d'),
};

/** Milliseconds to the end of a key: soon, and so soon that somebody has to get up. */
export const KEY_ENDS = { soon: durationMs('14d'), now: durationMs('3d') };
/** Refusals of one kind within a minute that are many, if they are also so many times the usual. */
export const RISING = { perMinute: 20, timesUsual: 5 };
/** Seconds by which a token may have been issued in the future before clocks are said to differ. */
export const SKEW_SECONDS = 5;
/** Milliseconds for which the same thing is said once. */
export const SAID_ONCE = durationMs('60m');
/** Milliseconds between two looks at all keys. */
export const LOOK_EVERY = durationMs('10m');

export type AuthPolicy = typeof DEFAULTS;

const NAMES = Object.keys(DEFAULTS) as (keyof AuthPolicy)[];

/** One `<name>=<duration>` of `--auth-policy`. */
export const policyItem = z
  .string()
  .refine(
    (item) => NAMES.some((name) => item.startsWith(`${name}=`) && DURATION.test(item.slice(name.length + 1))),
    `must be items such as key-age=90d,token-life=24h; there are ${NAMES.join(', ')}`,
  );

/** The policy of these items over the defaults; of two for one name the last one counts. */
export function authPolicy(items: readonly string[]): AuthPolicy {
  const given = items.map((item) => item.split('=') as [keyof AuthPolicy, string]);
  return {
    ...DEFAULTS,
    ...Object.fromEntries(given.map(([name, duration]) => [name, durationMs(duration)])),
  };
}
