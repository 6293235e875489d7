import { defineResource } from '@ashlar/kit';
import { oneLine } from '@ashlar/kit/files';
import { ask } from '../asking/ask-page.ts';
import type { Context } from '../context.ts';
import { sampleRows } from '../profile/profile-table.ts';
import { complete } from '../show/complete.ts';
import { tableOf } from './sql-uri.ts';

const ROWS = 10;
/** Columns; a table may have thousands. */
const MOST_COLUMNS = 100;

export const sample = defineResource({
  name: 'sample',
  title: 'Sample',
  description: 'Ten rows of a table; what people keep to themselves is masked.',
  uri: 'sql://{source}/{schema}/{table}/sample',
  mimeType: 'application/json',
  async read(uri, _variables, context: Context) {
    const { source, table } = await tableOf(uri, context);
    const columns = table.columns.slice(0, MOST_COLUMNS);
    const rows = await ask(source, context, (signal) => {
      const caps = { ...source.caps, rows: Math.min(ROWS, source.caps.rows), page: { skip: 0 } };
      return source.use((engine) => sampleRows(engine, table, columns, { caps, signal }));
    });
    const text = JSON.stringify({ columns: columns.map(({ name }) => oneLine(name)), rows });
    return { contents: [{ uri, mimeType: 'application/json', text }] };
  },
  complete,
});
