import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import type { EngineKind } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';
import { meantNames } from './meant-names.ts';
import { quoteMark, spellings, writtenName } from './written-name.ts';

/**
 * The table of that name, alone or with its schema, each as it is or as a statement writes it. Throws `ToolError`:
 * `not_found` with what may be meant, `invalid_input` for two.
 */
export function findTable(tables: readonly Table[], asked: string, kind: EngineKind): Table {
  const spelled = tables.map((table) => ({ table, names: tableSpellings(table, kind) }));
  const called = (fold: (name: string) => string) =>
    spelled.filter(({ names }) => names.some((name) => fold(name) === fold(asked)));
  const same = called((name) => name);
  const found = same.length > 0 ? same : called((name) => name.toLowerCase());
  const [first] = found;
  if (first === undefined) {
    throw new ToolError('not_found', `table: there is no ${quoted(asked)}.`, {
      hint: meantNames(asked, tables, kind) ?? 'search_catalog says what there is.',
    });
  }
  if (found.length > 1) {
    const places = found.slice(0, 5).map(({ table }) => `${write(table.schema)}.${write(table.name)}`);
    throw new ToolError('invalid_input', `table: there are ${found.length} of that name.`, {
      hint: `Say which: ${places.join(', ')}.`,
    });
  }
  return first.table;

  function write(name: string): string {
    return writtenName(name, kind);
  }
}

function tableSpellings({ schema, name }: Table, kind: EngineKind): string[] {
  const mark = quoteMark(kind);
  const names = spellings(name, mark);
  return [...names, ...spellings(schema, mark).flatMap((place) => names.map((one) => `${place}.${one}`))];
}
