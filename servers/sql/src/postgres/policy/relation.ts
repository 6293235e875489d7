import type { ClientBase } from 'pg';

/** What PostgreSQL's catalogs tell of a table, a view or anything else that rows are read from. */
export interface Relation {
  oid: number;
  schema: string;
  name: string;
  /** `pg_class.relkind`. */
  kind: string;
  /** Of `pg_catalog`, `information_schema`, or made for one session. */
  system: boolean;
  columns: RelationColumn[];
  /** Itself, and those it has its rows or its columns from, or whose rows it is asked for, by inheritance. */
  family: Relative[];
  /** Columns that an index of it or of its children is ordered by; `null` for an expression. */
  indexed: (string | null)[];
  /** Types of its columns. */
  types: number[];
  /** That of its rows; 0 where it has none. */
  rowType: number;
  /** As SQL, with every name in full, where it is a view. */
  definition: string | null;
  /** Of a view: what it reads, each with the numbers of the columns; 0 is the whole. */
  reads: { oid: number; columns: number[] }[];
}

export interface RelationColumn {
  number: number;
  name: string;
  readable: boolean;
  /** Numbers of the columns that it is generated from. */
  from: number[];
}

export interface Relative {
  schema: string;
  name: string;
  /** Columns that tell in which partition a row is; `null` for an expression. */
  dividedBy: (string | null)[];
}

const COLUMNS = `SELECT coalesce(json_agg(json_build_object('number', a.attnum, 'name', a.attname,
    'readable', has_column_privilege(c.oid, a.attnum, 'SELECT'), 'from',
    (SELECT coalesce(json_agg(DISTINCT d.refobjsubid), '[]') FROM pg_depend d WHERE a.attgenerated <> ''
      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid NOT IN (0, a.attnum)
      AND (d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = a.attnum
        OR d.classid = 'pg_attrdef'::regclass AND d.objid IN
          (SELECT f.oid FROM pg_attrdef f WHERE f.adrelid = c.oid AND f.adnum = a.attnum))))
    ORDER BY a.attnum), '[]')
  FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`;

const FAMILY = `SELECT json_agg(json_build_object('schema', fn.nspname, 'name', f.relname, 'dividedBy',
    (SELECT coalesce(json_agg(a.attname), '[]') FROM pg_partitioned_table p
      CROSS JOIN LATERAL unnest(p.partattrs::int2[]) AS k(number)
      LEFT JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = k.number AND k.number > 0
      WHERE p.partrelid = f.oid)))
  FROM pg_class f JOIN pg_namespace fn ON fn.oid = f.relnamespace
  WHERE f.oid IN (SELECT up.oid FROM up WHERE up.root = c.oid UNION SELECT down.oid FROM down WHERE down.root = c.oid)`;

const INDEXED = `SELECT coalesce(json_agg(DISTINCT a.attname), '[]') FROM pg_index i
  CROSS JOIN LATERAL (SELECT unnest(i.indkey::int2[])
    UNION ALL SELECT 0::int2 WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL) AS k(number)
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0
  WHERE i.indrelid IN (SELECT down.oid FROM down WHERE down.root = c.oid)`;

const TYPES = `SELECT coalesce(json_agg(DISTINCT a.atttypid::int8), '[]') FROM pg_attribute a
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`;

const READS = `SELECT coalesce(json_agg(json_build_object('oid', x.oid, 'columns', x.columns)), '[]') FROM
  (SELECT d.refobjid::int8 AS oid, json_agg(DISTINCT d.refobjsubid) AS columns
    FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
    WHERE w.ev_class = c.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid GROUP BY 1) x`;

const RELATIONS = `WITH RECURSIVE asked(oid) AS (SELECT unnest($1::oid[])),
  up(root, oid) AS (SELECT oid, oid FROM asked
    UNION SELECT up.root, i.inhparent FROM up JOIN pg_inherits i ON i.inhrelid = up.oid),
  down(root, oid) AS (SELECT oid, oid FROM asked
    UNION SELECT down.root, i.inhrelid FROM down JOIN pg_inherits i ON i.inhparent = down.oid)
  SELECT c.oid::int4 AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
    c.oid < 16384 OR n.nspname = 'information_schema' OR n.nspname ~ '^pg_' AS system, (${COLUMNS}) AS columns,
    (${FAMILY}) AS family, (${INDEXED}) AS indexed, (${TYPES}) AS types, c.reltype::int4 AS "rowType",
    (${READS}) AS reads,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition
  FROM asked JOIN pg_class c ON c.oid = asked.oid JOIN pg_namespace n ON n.oid = c.relnamespace`;

/** The relations of these object ids; those that are gone are left out. Names must be searched in `pg_catalog` only. */
export async function readRelations(client: ClientBase, oids: readonly number[]): Promise<Relation[]> {
  if (oids.length === 0) return [];
  return (await client.query<Relation>(RELATIONS, [oids])).rows;
}
