import * as z from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const parameter = z.strictObject({
  type: z.enum(['text', 'integer', 'number', 'boolean', 'date']),
  description: z.string().optional(),
  choices: z.array(z.string().min(1)).min(1).optional(),
  default: scalar.optional(),
});

/** What stands in the file of `--queries`: questions by their names. */
export const questionFile = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'a name is snake_case, at most 64 characters'),
  z.strictObject({
    description: z.string().min(1),
    sql: z.string().min(1),
    source: z.string().optional(),
    params: z
      .record(
        z
          .string()
          .regex(/^(?!cursor$)[A-Za-z_]\w{0,63}$/, 'a name has letters, digits and _, and is not cursor')
          .refine((name) => !(name in Object.prototype), 'a name is none that every object has already'),
        parameter,
      )
      .default({}),
  }),
);
