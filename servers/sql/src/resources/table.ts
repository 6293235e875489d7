import { defineResource } from '@ashlar/kit';
import { definitionOf } from '../catalog/definition.ts';
import type { Context } from '../context.ts';
import { clippedText } from '../show/clipped-text.ts';
import { complete } from '../show/complete.ts';
import { tableOf } from './sql-uri.ts';

export const table = defineResource({
  name: 'table',
  title: 'Table',
  description: 'A table as SQL would make it: columns, keys, and what they refer to.',
  uri: 'sql://{source}/{schema}/{table}',
  mimeType: 'text/x-sql',
  async read(uri, _variables, context: Context) {
    const { source, table } = await tableOf(uri, context);
    const rows = table.estimatedRows === undefined ? [] : [`-- about ${table.estimatedRows} rows`];
    const text = clippedText([...rows, ...definitionOf(table, source.kind).split('\n')]);
    return { contents: [{ uri, mimeType: 'text/x-sql', text }] };
  },
  complete,
});
