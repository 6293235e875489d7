import * as z from 'zod';
import { seenShort } from '../show/seen.ts';
import type { ActionLimits, ActionParameter } from './action.ts';

/** Characters of a text: a person is shown all of it. */
const MOST = 200;
/** Hundredths of it are still exact. */
const MOST_NUMBER = 1_000_000_000;

const TYPES = {
  integer: () => z.int().min(-MOST_NUMBER).max(MOST_NUMBER),
  number: () => z.number().min(-MOST_NUMBER).max(MOST_NUMBER),
  boolean: () => z.boolean(),
  date: () => z.iso.date(),
};

/** What a parameter takes, in the schema that a model sees. */
export function fieldOf(name: string, about: ActionParameter, limits: ActionLimits): z.ZodType {
  const field = name === limits.of ? amountField(about, limits) : plainField(about);
  const told = about.description === undefined ? field : field.describe(about.description);
  return about.optional ? told.optional() : told;
}

function plainField({ type, choices, pattern }: ActionParameter): z.ZodType {
  if (choices !== undefined) return z.enum(choices as [string, ...string[]]);
  if (type !== 'text') return TYPES[type]();
  const text = z
    .string()
    .min(1)
    .max(MOST)
    .refine(isSeenWhole, 'must be one line of characters that can be seen');
  return pattern === undefined ? text : text.regex(new RegExp(`^(?:${pattern})$`, 'u'));
}

/** More than nothing: an amount below it would make room for others. */
function amountField({ type }: ActionParameter, { each = MOST_NUMBER }: ActionLimits): z.ZodType {
  if (type === 'integer') return z.int().positive().max(each);
  return z
    .number()
    .positive()
    .max(each)
    .refine((given) => Number(given.toFixed(2)) === given, 'must have two decimals at most');
}

/** Half of a character is none, and could not stand in a URL. */
function isSeenWhole(given: string): boolean {
  return seenShort(given, MOST) === given && !/\p{Cs}/u.test(given);
}
