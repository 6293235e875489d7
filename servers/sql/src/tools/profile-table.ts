import { defineTool, ToolError } from '@ashlar/kit';
import { clip, oneLine, quoted } from '@ashlar/kit/files';
import * as z from 'zod';
import { ask } from '../asking/ask-page.ts';
import { findTable } from '../catalog/find-table.ts';
import { meantNames } from '../catalog/meant-names.ts';
import { quoteMark, spellings, writtenTable } from '../catalog/written-name.ts';
import type { Context } from '../context.ts';
import type { EngineKind } from '../engine/engine.ts';
import type { Table, TableColumn } from '../engine/table.ts';
import { fittingColumns } from '../profile/fitting-columns.ts';
import { profileTable as profile } from '../profile/profile-table.ts';
import { cellShape } from '../show/page-shape.ts';

/** Columns of one profile. */
const MOST_COLUMNS = 30;
/** Characters of a type: SQLite takes any text for one. */
const LONGEST_TYPE = 400;

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
      const table = findTable(await source.catalog({ signal }), asked, source.kind);
      const all =
        chosen === undefined ? table.columns : chosen.map((one) => columnOf(table, one, source.kind));
      const columns = all.slice(0, MOST_COLUMNS);
      const { caps } = source;
      const whole = await source.use((engine) => profile(engine, table, columns, { caps, signal }));
      const found = fittingColumns(whole, caps.bytes);
      const left = all.length - found.columns.length;
      return {
        table: writtenTable(table, source.kind),
        ...found,
        columns: found.columns.map((column) => ({
          ...column,
          name: oneLine(column.name),
          type: clip(oneLine(column.type), LONGEST_TYPE),
        })),
        ...(left > 0 ? { columnsLeft: left } : {}),
      };
    });
  },
});

/** The column of that name, as it is or as a statement writes it. */
function columnOf(table: Table, asked: string, kind: EngineKind): TableColumn {
  const called = (fold: (name: string) => string) =>
    table.columns.find(({ name }) =>
      spellings(name, quoteMark(kind)).some((one) => fold(one) === fold(asked)),
    );
  const found = called((name) => name) ?? called((name) => name.toLowerCase());
  if (found !== undefined) return found;
  throw new ToolError('not_found', `columns: the table has no ${quoted(asked)}.`, {
    hint: meantNames(asked, table.columns, kind) ?? 'search_catalog says which it has.',
  });
}
