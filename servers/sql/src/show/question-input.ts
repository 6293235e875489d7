import * as z from 'zod';

/** A value for a placeholder. */
export const parameter = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The parts of the input that tools which take a statement share. */
export const statementInput = {
  sql: z.string().min(1),
  params: z
    .union([z.array(parameter), z.record(z.string(), parameter)])
    .optional()
    .describe('For ? or $1 by position, for :name by name.'),
  source: z.string().optional(),
};
