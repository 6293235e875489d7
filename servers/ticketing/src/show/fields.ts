import * as z from 'zod';

/** Characters of what can be written. A comment that others see has to fit whole into the question to a person. */
export const MOST = {
  title: 300,
  body: 20_000,
  comment: 10_000,
  publicComment: 3_000,
  name: 100,
  names: 20,
  tickets: 100,
} as const;

/** Only tells what would change; its name says so. */
export const dryRunFlag = z.boolean().optional();

export const ticketId = z.string().min(1).max(40);
/** What follows has no bounds and patterns in its schema: a model would pay for them with each list of tools. */
export const names = z
  .array(z.string().trim())
  .refine(
    (all) => all.length <= MOST.names && all.every((name) => name !== '' && name.length <= MOST.name),
    `must be at most ${MOST.names} names of 1 to ${MOST.name} characters`,
  );
export const ticketIds = z
  .array(z.string())
  .refine(
    (all) => all.length > 0 && all.length <= MOST.tickets && all.every((id) => id !== '' && id.length <= 40),
    `must be 1 to ${MOST.tickets} ids of tickets`,
  );
export const day = z
  .string()
  .refine(isDay, 'must be a day that there is, as YYYY-MM-DD')
  .describe('YYYY-MM-DD');
/** Such as a title: on one line, and not empty. */
export const titleText = z.string().trim().min(1).max(MOST.title);
export const keyText = z.string().min(1).max(200);
/** The same, where `''` takes it away. */
export const dayOrNothing = z
  .string()
  .refine((text) => text === '' || isDay(text), "must be a day that there is, as YYYY-MM-DD, or ''")
  .describe("YYYY-MM-DD; '' takes it away.");

/** A day alone is of UTC in any case. */
const CLOCK_WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/;

/** ISO 8601. */
export const time = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(inUtc(text))),
    'must be a day or time, ISO 8601',
  );

/** The same time with its zone: where none is said it is UTC, as all times are that are told, and not that of this machine. */
export function inUtc(text: string): string {
  return text.replace(CLOCK_WITHOUT_ZONE, '$1T$2Z');
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, text.length) === text
  );
}
