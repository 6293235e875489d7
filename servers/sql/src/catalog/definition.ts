import { oneLine } from '@ashlar/kit/files';
import type { EngineKind } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';
import { writtenName, writtenTable } from './written-name.ts';

/** A table as CREATE TABLE would make it, as far as the catalog tells; of a view, what it has as columns. */
export function definitionOf(table: Table, kind: EngineKind): string {
  const name = (text: string) => writtenName(text, kind);
  const list = (names: readonly string[]) => names.map(name).join(', ');
  const columns = table.columns.map(({ name: column, type, nullable }) =>
    [name(column), oneLine(type), nullable ? '' : 'NOT NULL'].filter((part) => part !== '').join(' '),
  );
  const keys = table.primaryKey.length === 0 ? [] : [`PRIMARY KEY (${list(table.primaryKey)})`];
  const foreign = table.foreignKeys.map(({ columns, references, ...target }) => {
    const there = references.length === 0 ? '' : ` (${list(references)})`;
    return `FOREIGN KEY (${list(columns)}) REFERENCES ${writtenTable({ ...target, name: target.table }, kind)}${there}`;
  });
  const kindOf = table.kind === 'virtual' ? `virtual table of ${table.module ?? 'its own kind'}` : table.kind;
  const what = table.kind === 'table' ? 'CREATE TABLE' : `-- a ${kindOf}, with these columns:\nCREATE TABLE`;
  return `${what} ${writtenTable(table, kind)} (\n  ${[...columns, ...keys, ...foreign].join(',\n  ')}\n);`;
}
