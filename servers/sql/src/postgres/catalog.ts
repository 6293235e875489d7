import type { PoolClient } from 'pg';
import type { ForeignKey, Table, TableColumn } from '../engine/table.ts';
import type { Policy } from '../policy/policy.ts';
import type { Drivers } from './drivers.ts';
import { pinSession } from './pin-session.ts';
import { type Judgement, Relations } from './policy/relations.ts';

/** What the role may read, without PostgreSQL's own schemas. A partition is left out: its parent is there. */
const CATALOG = `SELECT c.oid::int4 AS oid, n.nspname AS schema, c.relname AS name,
  CASE WHEN c.relkind IN ('v', 'm') THEN 'view' WHEN c.relkind = 'f' THEN 'virtual' ELSE 'table' END AS kind,
  CASE WHEN c.reltuples >= 0 AND c.relkind <> 'v' THEN c.reltuples END AS "estimatedRows",
  (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
      'nullable', NOT a.attnotnull) ORDER BY a.attnum), '[]')
    FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
  (SELECT coalesce(json_agg(a.attname ORDER BY k.at), '[]') FROM pg_constraint p
    CROSS JOIN unnest(p.conkey) WITH ORDINALITY AS k(number, at)
    JOIN pg_attribute a ON a.attrelid = p.conrelid AND a.attnum = k.number
    WHERE p.conrelid = c.oid AND p.contype = 'p') AS "primaryKey",
  (SELECT coalesce(json_agg(json_build_object('schema', fn.nspname, 'table', fc.relname,
      'columns', (SELECT json_agg(a.attname ORDER BY k.at) FROM unnest(f.conkey) WITH ORDINALITY AS k(number, at)
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number),
      'references', (SELECT json_agg(a.attname ORDER BY k.at) FROM unnest(f.confkey) WITH ORDINALITY AS k(number, at)
        JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.number)) ORDER BY f.conname), '[]')
    FROM pg_constraint f JOIN pg_class fc ON fc.oid = f.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace
    WHERE f.conrelid = c.oid AND f.contype = 'f') AS "foreignKeys"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
  ORDER BY n.nspname, c.relname`;

interface Listed extends Omit<Table, 'estimatedRows' | 'foreignKeys'> {
  oid: number;
  estimatedRows: number | null;
  foreignKeys: ForeignKey[];
}

/** With what a policy makes of it beyond names: views it refuses, and columns that hold what another one holds. */
export async function readCatalog(
  client: PoolClient,
  { parse }: Pick<Drivers, 'parse'>,
  policy: Policy,
): Promise<Table[]> {
  const { rows } = await client.query<Listed>(CATALOG);
  const relations = new Relations(client, parse, policy);
  if (!policy.keepsNothing) {
    await pinSession(client);
    await relations.read(rows.map(({ oid }) => oid));
  }
  return rows.map(({ oid, estimatedRows, ...listed }) => {
    const table = policy.keepsNothing ? listed : judged(listed, relations.judge(oid), policy);
    return estimatedRows === null ? table : { ...table, estimatedRows: Math.round(estimatedRows) };
  });
}

/** What is hidden by its own name stays: that it is there tells the operator that the name is right. */
function judged<T extends Listed | Omit<Listed, 'oid' | 'estimatedRows'>>(
  table: T,
  { relation, refused, kept }: Judgement,
  policy: Policy,
): T {
  const columns = table.columns.flatMap((column): TableColumn[] => {
    const how = kept.get(column.name);
    if (how === 'hidden' && policy.column(relation, column.name) !== 'hidden') return [];
    return [how === 'masked' ? { ...column, masked: true } : column];
  });
  return { ...table, columns, ...(refused === undefined ? {} : { refused: true as const }) };
}
