import { clip, oneLine } from '@ashlar/kit/files';
import type { EngineKind } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';
import { quoteName } from '../statement/identifier.ts';

/** Where tables are looked for that are written without a schema. MySQL has as many as it has databases. */
const DEFAULT_SCHEMA: Partial<Record<EngineKind, string>> = {
  sqlite: 'main',
  postgresql: 'public',
  duckdb: 'main',
};
/** Words that are no names where they stand bare; others are quoted for nothing, which does no harm. */
const RESERVED =
  /^(?:all|and|any|as|asc|by|case|check|column|constraint|create|cross|default|desc|distinct|else|end|except|false|fetch|for|foreign|from|full|grant|group|groups|having|in|index|inner|insert|into|is|join|key|keys|left|like|limit|match|natural|not|null|offset|on|or|order|outer|primary|rank|references|right|row|rows|select|set|table|then|to|true|union|unique|update|user|using|values|when|where|window|with)$/;

export function quoteMark(kind: EngineKind): '"' | '`' {
  return kind === 'mysql' || kind === 'mariadb' ? '`' : '"';
}

/** A name as a statement has to write it, quoted where it must be; always in one line. */
export function writtenName(name: string, kind: EngineKind): string {
  return oneLine(isBare(name, kind) ? name : quoteName(name, quoteMark(kind)));
}

/** The same for a sentence, where it may not be long. */
export function shownName(name: string, kind: EngineKind): string {
  return clip(writtenName(name, kind), 100);
}

/** A name as it is, and as a statement may write it. */
export function spellings(name: string, mark: '"' | '`'): string[] {
  return [name, quoteName(name, mark)];
}

/** A table's, with its schema where that is not the one that is looked in anyway. */
export function writtenTable({ schema, name }: Pick<Table, 'schema' | 'name'>, kind: EngineKind): string {
  const table = writtenName(name, kind);
  return schema === DEFAULT_SCHEMA[kind] ? table : `${writtenName(schema, kind)}.${table}`;
}

/** PostgreSQL folds what is not quoted to small letters; the others do not mind. */
function isBare(name: string, kind: EngineKind): boolean {
  const plain = kind === 'postgresql' ? /^[a-z_][a-z0-9_]*$/ : /^[A-Za-z_][A-Za-z0-9_]*$/;
  return plain.test(name) && !RESERVED.test(name.toLowerCase());
}
