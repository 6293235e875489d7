import { defineTool, type Reply, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import { ask } from '../asking/ask-page.ts';
import { checkPlace, openCursor, sealCursor } from '../asking/cursor.ts';
import { statementKey } from '../asking/statement-key.ts';
import { nothingFound } from '../catalog/nothing-found.ts';
import { plainKeys } from '../catalog/plain-keys.ts';
import { searchTables } from '../catalog/search.ts';
import type { Context } from '../context.ts';
import { boundedLines } from '../show/bounded-lines.ts';
import { catalogLines, DETAILS, linesDigest } from '../show/catalog-lines.ts';

export const searchCatalog = defineTool({
  name: 'search_catalog',
  title: 'Search the catalog',
  description:
    'Tables and views, one a line: name(column type, …) ~rows. * primary key, ! never null, > refers to that table.',
  input: z.object({
    pattern: z.string().optional().describe('Part of a name of a table or column; * and ? are wild.'),
    source: z.string().optional(),
    schema: z.string().optional(),
    kind: z.enum(['table', 'view', 'virtual']).optional(),
    detail: z.enum(DETAILS).optional().describe('Default columns; full has a line for each.'),
    cursor: z.string().optional(),
  }),
  access: 'read',
  async run({ source: name, detail = 'columns', cursor, ...wanted }, context: Context): Promise<Reply> {
    const source = context.sources.get(name, context.caller);
    const tables = await ask(source, context, (signal) => source.catalog({ signal }));
    const found = searchTables(tables, wanted);
    if (tables.length === 0)
      throw new ToolError('not_found', `${source.name} has no table that may be read.`);
    if (found.length === 0) throw nothingFound(wanted, tables, source.kind);
    const all = catalogLines(plainKeys(found, tables), source.kind, detail);
    const key = statementKey(source.name, { sql: 'search_catalog', params: { ...defined(wanted), detail } });
    const place = cursor === undefined ? undefined : await openCursor(context.handles, key, cursor);
    const from = place?.rows ?? 0;
    if (place !== undefined) checkPlace(place, linesDigest(all.slice(0, from)));
    const { lines, left } = boundedLines(all.slice(from), source.caps);
    const to = from + lines.length;
    if (left === 0) return lines.join('\n');
    const next = await sealCursor(context.handles, key, { rows: to, digest: linesDigest(all.slice(0, to)) });
    return [
      { type: 'text', text: lines.join('\n') },
      { type: 'text', text: `${left} lines left; cursor: ${next}` },
    ];
  },
});

function defined(wanted: Record<string, string | undefined>): Record<string, string> {
  const given = Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
