import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import type { EngineKind } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';
import { meantNames } from './meant-names.ts';
import { searchTables, type Wanted } from './search.ts';
import { shownName } from './written-name.ts';

const MOST = 5;

/** Why a search has found nothing, and what would find something. */
export function nothingFound(wanted: Wanted, tables: readonly Table[], kind: EngineKind): ToolError {
  const { pattern = '', schema } = wanted;
  const list = (names: readonly string[]) =>
    [...new Set(names)]
      .slice(0, MOST)
      .map((name) => shownName(name, kind))
      .join(', ');
  const schemas = tables.map((table) => table.schema);
  if (schema !== undefined && !schemas.includes(schema)) {
    return none(`schema: there is no ${quoted(schema)}.`, `There is ${list(schemas)}.`);
  }
  const what = `${wanted.kind ?? 'table'}${schema === undefined ? '' : ` of ${quoted(schema)}`}`;
  if (pattern === '') return none(`kind: there is no ${what}.`, 'Leave it out to see all.');
  const elsewhere = searchTables(tables, { pattern }).map(({ name }) => name);
  if (elsewhere.length > 0) {
    const hint = `Without kind and schema it finds ${list(elsewhere)}.`;
    return none(`pattern: no ${what} is like ${quoted(pattern)}.`, hint);
  }
  const columns = tables.flatMap((table) => table.columns);
  const meant = meantNames(pattern, [...tables, ...columns], kind);
  return none(`pattern: nothing is like ${quoted(pattern)}.`, meant ?? 'Leave it out to see all.');
}

function none(sentence: string, hint: string): ToolError {
  return new ToolError('not_found', sentence, { hint });
}
