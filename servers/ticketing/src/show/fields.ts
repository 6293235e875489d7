import * as z from 'zod';

/** Characters of what can be written. A comment that others see has to fit whole into the question to a person. */
export const MOST = {
  title: 300,
  body: 20_000,
  comment: 10_000,
  publicComment: 3_000,
  name: 100,
  names: 20,
} as const;

/** Of every tool that has it the same word for a model to learn. */
export const dryRunFlag = z.boolean().optional().describe('Only tell what would change.');

export const ticketId = z.string().min(1).max(40);
export const names = z.array(z.string().trim().min(1).max(MOST.name)).max(MOST.names);
/** No pattern in the schema, which a model would pay for with each list of tools. */
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

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, text.length) === text
  );
}
