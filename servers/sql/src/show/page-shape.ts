import { JsonText } from '@ashlar/kit';
import * as z from 'zod';
import type { Page } from '../asking/ask-page.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A value as JSON can carry it; bytes and cut texts say how long they are. */
export const cellShape = z.union([
  scalar,
  z.object({ $bytes: z.number(), base64: z.string() }),
  z.object({ $characters: z.number(), text: z.string() }),
]);

const rowsShape = z.array(z.array(cellShape));
const { $schema: _, ...rowsSchema } = z.toJSONSchema(rowsShape);

/** The answer to a question, or a page of it. Rows that are JSON already were made of cells: nobody looks at each again. */
export const pageShape = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string(), table: z.string().optional() })),
  rows: z
    .unknown()
    .refine((rows) => rows instanceof JsonText || rowsShape.safeParse(rows).success)
    .meta(rowsSchema as Record<string, unknown>),
  rowCount: z.number(),
  truncated: z.union([z.literal(false), z.enum(['rows', 'bytes'])]),
  nextCursor: z.string().optional(),
  elapsedMs: z.number(),
});

/** A page as its shape says. */
export function shownPage({ columns, rowsText, ...page }: Page): z.input<typeof pageShape> {
  return { columns, rows: new JsonText(rowsText), ...page };
}
