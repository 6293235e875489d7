import * as z from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A value as JSON can carry it; bytes and cut texts say how long they are. */
export const cellShape = z.union([
  scalar,
  z.object({ $bytes: z.number(), base64: z.string() }),
  z.object({ $characters: z.number(), text: z.string() }),
]);

/** The answer to a question, or a page of it. */
export const pageShape = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string(), table: z.string().optional() })),
  rows: z.array(z.array(cellShape)),
  rowCount: z.number(),
  truncated: z.union([z.literal(false), z.enum(['rows', 'bytes'])]),
  nextCursor: z.string().optional(),
  elapsedMs: z.number(),
});
