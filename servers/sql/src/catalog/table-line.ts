import { oneLine } from '@ashlar/kit/files';
import type { EngineKind } from '../engine/engine.ts';
import type { ForeignKey, Table, TableColumn } from '../engine/table.ts';
import { shortType } from './short-type.ts';
import { writtenName, writtenTable } from './written-name.ts';

/** Columns of one line; a table may have thousands. */
const MOST_COLUMNS = 60;

/**
 * A table in one line, as `order_line(order int*>order, amount int!) ~5`: `*` is of the primary key, `!` is never null,
 * `>` refers to a table, by its primary key unless columns follow, `~` is how many rows the database thinks there are.
 */
export function tableLine(table: Table, kind: EngineKind): string {
  const columns = table.columns.slice(0, MOST_COLUMNS).map((column) => columnText(column, table, kind));
  const left = table.columns.length - columns.length;
  if (left > 0) columns.push(`… ${left} more columns`);
  return nameAndSize(table, kind)(`(${columns.join(', ')})${wideKeys(table, kind).join('')}`);
}

/** Only its name, and how large it is. */
export function nameLine(table: Table, kind: EngineKind): string {
  return nameAndSize(table, kind)('');
}

/** A line for the table and one for every column. */
export function tableLines(table: Table, kind: EngineKind): string[] {
  const columns = table.columns.map((column) => `  ${columnText(column, table, kind)}`);
  return [nameLine(table, kind), ...columns, ...wideKeys(table, kind).map((key) => ` ${key}`)];
}

/** Keys of several columns: no single one of them refers to anything. */
function wideKeys(table: Table, kind: EngineKind): string[] {
  return table.foreignKeys
    .filter(({ columns }) => columns.length > 1)
    .map((key) => ` (${names(key.columns, kind)})>${target(key, table, kind)}`);
}

function nameAndSize(table: Table, kind: EngineKind): (middle: string) => string {
  const what = table.kind === 'table' ? '' : `${table.module ?? table.kind} `;
  const rows = table.estimatedRows === undefined ? '' : ` ~${table.estimatedRows}`;
  return (middle) => `${what}${writtenTable(table, kind)}${middle}${rows}`;
}

function columnText({ name, type, nullable, masked }: TableColumn, table: Table, kind: EngineKind): string {
  const isKey = table.primaryKey.includes(name);
  const key = table.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === name);
  return [
    writtenName(name, kind),
    type === '' ? '' : ` ${oneLine(shortType(type))}`,
    isKey ? '*' : nullable ? '' : '!',
    key === undefined ? '' : `>${target(key, table, kind)}`,
    masked ? ' masked' : '',
  ].join('');
}

function target({ schema, table, references }: ForeignKey, from: Table, kind: EngineKind): string {
  const name =
    schema === from.schema ? writtenName(table, kind) : writtenTable({ schema, name: table }, kind);
  return references.length === 0 ? name : `${name}(${names(references, kind)})`;
}

function names(columns: readonly string[], kind: EngineKind): string {
  return columns.map((column) => writtenName(column, kind)).join(', ');
}
