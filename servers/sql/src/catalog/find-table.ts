import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { nearest } from '@ashlar/kit/near';
import type { Table } from '../engine/table.ts';

/** The table of that name, alone or with its schema. Throws `ToolError`: `not_found` with what may be meant, `invalid_input` for two. */
export function findTable(tables: readonly Table[], asked: string): Table {
  const bare = asked.replaceAll(/^["`]|["`]$/g, '');
  const called = (fold: (name: string) => string) =>
    tables.filter(({ schema, name }) => [name, `${schema}.${name}`].some((one) => fold(one) === fold(bare)));
  const same = called((name) => name);
  const found = same.length > 0 ? same : called((name) => name.toLowerCase());
  const [table] = found;
  if (table === undefined) {
    const meant = nearest(
      bare,
      tables.map(({ name }) => name),
      3,
    );
    throw new ToolError('not_found', `table: there is no ${quoted(asked)}.`, {
      hint:
        meant.length === 0
          ? 'search_catalog says what there is.'
          : `Did you mean ${meant.map(quoted).join(' or ')}?`,
    });
  }
  if (found.length > 1) {
    const places = found.slice(0, 5).map(({ schema, name }) => quoted(`${schema}.${name}`));
    throw new ToolError('invalid_input', `table: there are ${found.length} of that name.`, {
      hint: `Say which: ${places.join(', ')}.`,
    });
  }
  return table;
}
