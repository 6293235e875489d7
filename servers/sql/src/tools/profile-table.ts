import { defineTool, ToolError } from '@ashlar/kit';
import { oneLine, quoted } from '@ashlar/kit/files';
import * as z from 'zod';
import { ask } from '../asking/ask-page.ts';
import { cellShape } from '../asking/page-shape.ts';
import { findTable } from '../catalog/find-table.ts';
import { nearest } from '../catalog/nearest.ts';
import { writtenTable } from '../catalog/written-name.ts';
import type { Context } from '../context.ts';
import type { Table, TableColumn } from '../engine/table.ts';
import { profileTable as profile } from '../profile/profile-table.ts';

/** Columns of one profile. */
const MOST_COLUMNS = 30;

export const profileTable = defineTool({
  name: 'profile_table',
  title: 'Profile a table',
  description:
    'What the columns of a table hold: nulls, distinct, min and max over its first 100,000 rows, and five rows.',
  input: z.object({
    table: z.string().min(1),
    columns: z.array(z.string()).min(1).optional(),
    source: z.string().optional(),
  }),
  output: z.object({
    table: z.string(),
    rowsLookedAt: z.number(),
    complete: z.boolean(),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        nulls: z.number().optional(),
        distinct: z.number().optional(),
        min: cellShape.optional(),
        max: cellShape.optional(),
      }),
    ),
    sample: z.array(z.array(cellShape)),
    columnsLeft: z.number().optional(),
  }),
  access: 'read',
  async run({ table: asked, columns: chosen, source: name }, { sources, caller, ...asking }: Context) {
    const source = sources.get(name, caller);
    return ask(source, asking, async (signal) => {
      const table = findTable(await source.catalog({ signal }), asked);
      const all = chosen === undefined ? table.columns : chosen.map((one) => columnOf(table, one));
      const columns = all.slice(0, MOST_COLUMNS);
      const found = await source.use((engine) =>
        profile(engine, table, columns, { caps: source.caps, signal }),
      );
      return {
        table: writtenTable(table, source.kind),
        ...found,
        columns: found.columns.map((column) => ({ ...column, name: oneLine(column.name) })),
        ...(all.length > columns.length ? { columnsLeft: all.length - columns.length } : {}),
      };
    });
  },
});

function columnOf(table: Table, asked: string): TableColumn {
  const found =
    table.columns.find(({ name }) => name === asked) ??
    table.columns.find(({ name }) => name.toLowerCase() === asked.toLowerCase());
  if (found !== undefined) return found;
  const names = table.columns.map(({ name }) => name);
  const [meant] = nearest(asked, names, 1);
  throw new ToolError('not_found', `columns: the table has no ${quoted(asked)}.`, {
    hint: meant === undefined ? 'search_catalog says which it has.' : `Did you mean ${quoted(meant)}?`,
  });
}
