import * as z from 'zod';

const pin = z.object({ package: z.string(), integrity: z.union([z.string(), z.array(z.string())]) });

const made = z.object({
  whole: z.string().optional(),
  depth: z.number().optional(),
  inner: z.string().optional(),
  isNew: z.literal(true).optional(),
});

const definitions = z.object({
  instructions: z.string(),
  tools: z.record(z.string(), z.unknown()),
  prompts: z.record(z.string(), z.unknown()),
  resources: z.record(z.string(), z.unknown()),
});

/** What is written as a lock. That of a project comes with its repository, whoever has made that. */
export const LOCK_FORM = z.object({
  lockVersion: z.literal(1),
  entries: z
    .record(z.string(), z.object({ pins: z.array(pin), inputs: z.array(z.string()).optional() }))
    .optional(),
  made: z.record(z.string(), z.record(z.string(), made)).optional(),
  definitions: z.record(z.string(), definitions).optional(),
});
