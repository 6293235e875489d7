import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { capsWithin, DEFAULT_CAPS } from '../engine/caps.ts';

/** Bytes of columns and rows: an answer is at most about 16 KB. */
const BYTES = 15_000;

const parameter = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const cell = z.union([
  parameter,
  z.object({ $bytes: z.number(), base64: z.string() }),
  z.object({ $characters: z.number(), text: z.string() }),
]);

export const query = defineTool({
  name: 'query',
  title: 'Query',
  description: 'Ask the database with one SELECT. Nothing can be changed. Answers are cut, and say so.',
  input: z.object({
    sql: z.string().min(1),
    params: z
      .union([z.array(parameter), z.record(z.string(), parameter)])
      .optional()
      .describe('Values for placeholders, by position or by name.'),
    maxRows: z.number().int().min(1).optional(),
  }),
  output: z.object({
    columns: z.array(z.object({ name: z.string(), type: z.string(), table: z.string().optional() })),
    rows: z.array(z.array(cell)),
    rowCount: z.number(),
    truncated: z.union([z.literal(false), z.enum(['rows', 'bytes'])]),
    elapsedMs: z.number(),
  }),
  access: 'read',
  async run({ sql, params, maxRows }, { engine, signal }: Context) {
    const caps = capsWithin(
      { ...DEFAULT_CAPS, bytes: BYTES },
      maxRows === undefined ? {} : { rows: maxRows },
    );
    const answer = await engine.run({ sql, params }, { caps, signal });
    return { ...answer, rowCount: answer.rows.length };
  },
});
