import type { ClientBase } from 'pg';
import { refused } from '../engine/refusals.ts';
import type { Call } from './statement-tree.ts';

/**
 * PostgreSQL calls a function volatile that may do anything: https://www.postgresql.org/docs/current/xfunc-volatility.html
 * Files, locks, settings, other servers and SQL in a string are all behind such. Of its own, these only tell something.
 */
const HARMLESS = new Set([
  ...['random', 'random_normal', 'gen_random_uuid', 'uuidv4', 'uuidv7', 'clock_timestamp', 'timeofday'],
  ...['pg_relation_size', 'pg_table_size', 'pg_indexes_size', 'pg_total_relation_size', 'pg_database_size'],
  ...[
    'pg_tablespace_size',
    'currval',
    'lastval',
    'pg_sequence_last_value',
    'pg_backend_pid',
    'current_query',
  ],
  ...['array_sample', 'array_shuffle', 'pg_partition_tree', 'pg_partition_ancestors', 'pg_jit_available'],
  ...['pg_is_in_recovery', 'pg_current_wal_lsn', 'pg_last_wal_receive_lsn', 'pg_last_wal_replay_lsn'],
  ...['pg_last_xact_replay_timestamp', 'pg_xact_commit_timestamp', 'pg_xact_status', 'pg_blocking_pids'],
]);
/** Of tablefunc and xml2, by their names in C: declared stable, and they run SQL out of a string. */
const SPEAK_SQL = '^(crosstab|connectby|xpath_table)';
const HARMLESS_EXTENSIONS = /^(?:uuid_generate_v\w+|gen_random_bytes)$/;

export interface Procedure {
  schema: string;
  name: string;
  /** Its schema is searched for names without one. */
  searched: boolean;
  /** May be called with one argument, which is what a field can be. */
  unary: boolean;
  /** Volatile, or an aggregate of volatile ones; else one that is refused although it says that it is not. */
  volatile: boolean;
}

const ACTING = `SELECT n.nspname AS schema, p.proname AS name, n.nspname = ANY(pg_catalog.current_schemas(true)) AS searched,
  p.pronargs >= 1 AND p.pronargs - p.pronargdefaults <= 1 OR p.provariadic <> 0 AS unary, v.volatile
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  CROSS JOIN LATERAL (SELECT p.provolatile = 'v' OR EXISTS (SELECT FROM pg_catalog.pg_aggregate a
    JOIN pg_catalog.pg_proc f ON f.oid IN (a.aggtransfn, a.aggfinalfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)
    WHERE a.aggfnoid = p.oid AND f.provolatile = 'v') AS volatile) v
  WHERE (v.volatile OR l.lanname = 'c' AND p.prosrc ~ '${SPEAK_SQL}')
    AND p.prorettype <> 'pg_catalog.trigger'::pg_catalog.regtype AND p.proname = ANY($1::pg_catalog.text[])`;

/** Throws `forbidden` where one of the calls may be of a function that does more than read. */
export async function checkCalls(client: ClientBase, calls: readonly Call[]): Promise<void> {
  if (calls.length === 0) return;
  const names = [...new Set(calls.map(({ name }) => name))];
  const { rows } = await client.query<Procedure>(ACTING, [names]);
  for (const procedure of rows) {
    if (!isHarmless(procedure) && calls.some((call) => mayBe(call, procedure))) {
      const { name, volatile } = procedure;
      throw refused(
        `calls ${name}, which ${volatile ? 'is volatile: it may do more than read' : 'runs SQL out of a string'}.`,
        'Leave it out. A function of your own that only reads can be declared STABLE.',
      );
    }
  }
}

function isHarmless({ schema, name }: Procedure): boolean {
  return schema === 'pg_catalog' ? HARMLESS.has(name) : HARMLESS_EXTENSIONS.test(name);
}

/** Whether a call, as it is written, may be of a function. */
export function mayBe(call: Call, procedure: Procedure): boolean {
  if (call.name !== procedure.name) return false;
  if (call.attribute) return procedure.searched && procedure.unary;
  return call.schema === undefined ? procedure.searched : call.schema === procedure.schema;
}
