import { ToolError } from '@ashlar/kit/errors';
import { clip, oneLine } from '@ashlar/kit/files';
import { nearest } from '@ashlar/kit/near';
import type { Table } from '../engine/table.ts';
import type { Source } from '../source/source.ts';
import { unknownName } from './unknown-name.ts';

const MOST = 3;

/** The same error with the names that may have been meant, where a database does not know one. */
export async function didYouMean(error: unknown, source: Source, signal: AbortSignal): Promise<unknown> {
  if (!(error instanceof ToolError) || error.code !== 'invalid_input') return error;
  const unknown = unknownName(error.message);
  if (unknown === undefined) return error;
  const tables = await source.catalog({ signal }).catch(() => undefined);
  if (tables === undefined) return error;
  const meant =
    unknown.kind === 'table' ? tablesLike(unknown.name, tables) : columnsLike(unknown.name, tables);
  const hint =
    meant.length === 0 ? 'search_catalog says what there is.' : `Did you mean ${meant.join(' or ')}?`;
  return new ToolError('invalid_input', error.message.replace(/\.?$/, '.'), { hint, cause: error });
}

export function tablesLike(name: string, tables: readonly Pick<Table, 'name'>[]): string[] {
  return nearest(
    name,
    tables.map((table) => table.name),
    MOST,
  ).map(shown);
}

/** Columns like this one, each with the first table that has it. */
function columnsLike(name: string, tables: readonly Table[]): string[] {
  const owners = new Map<string, Table>();
  for (const table of tables) {
    for (const column of table.columns) if (!owners.has(column.name)) owners.set(column.name, table);
  }
  return nearest(name, owners.keys(), MOST).map(
    (near) => `${shown(near)} (of ${shown(owners.get(near)?.name ?? '')})`,
  );
}

function shown(name: string): string {
  return clip(oneLine(name), 100);
}
