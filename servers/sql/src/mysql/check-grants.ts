import { ToolError } from '@ashlar/kit/errors';
import { oneLine } from '@ashlar/kit/files';
import type { PoolConnection } from 'mysql2';
import { cannotKeep } from '../policy/cannot-keep.ts';
import type { Policy, TableName } from '../policy/policy.ts';
import { quoteName } from '../statement/identifier.ts';
import { say } from './session.ts';

/**
 * No parser of these databases is sure enough to keep anything back, so that a policy is held by the grants of the login
 * alone: here they are looked at, once. Throws `forbidden` where it may read anything that the policy does not open, be
 * it through a view or a function, and for a policy that says more than which tables are open.
 */
export async function checkGrants(connection: PoolConnection, policy: Policy): Promise<void> {
  if (!policy.onlyNamesTables) {
    const hint =
      'Grant the login only what is open, and name that: --only-tables. Mask by a view that belongs to the login.';
    throw cannotKeep('MySQL and MariaDB', hint);
  }
  const tables = await visibleTables(connection);
  const more =
    (await wideGrant(connection)) ??
    (await ofOthers(connection, tables)) ??
    (await readable(connection, [
      ...STATEMENTS_OF_OTHERS,
      ...tables.filter((table) => !policy.opens(table)),
    ]));
  if (more === undefined) return;
  throw new ToolError('forbidden', `The login may read more than what is open: ${oneLine(more)}.`, {
    hint: `Make one that may not: ${grantsFor(tables.filter((table) => policy.opens(table)))}`,
    retryable: false,
  });
}

interface Listed extends TableName {
  isView: boolean;
}

const TABLES = `SELECT table_schema AS s, table_name AS t, table_type AS kind FROM information_schema.tables
  WHERE table_schema NOT IN ('information_schema', 'performance_schema') ORDER BY 1, 2`;
/** These tell what others ask. Most else of that schema is for everybody, and tells of no table. */
const STATEMENTS_OF_OTHERS: readonly TableName[] = [
  'events_statements_current',
  'events_statements_history',
  'events_statements_history_long',
  'events_statements_summary_by_digest',
  'table_io_waits_summary_by_table',
].map((name) => ({ schema: 'performance_schema', name }));

/** What the login has any right on. */
async function visibleTables(connection: PoolConnection): Promise<Listed[]> {
  return (await say(connection, TABLES)).map(({ s, t, kind }) => ({
    schema: String(s),
    name: String(t),
    isView: /VIEW/.test(String(kind)),
  }));
}

/** A right on everything, such as to see what others ask, or a role, which may be given more later. */
async function wideGrant(connection: PoolConnection): Promise<string | undefined> {
  const own = (await say(connection, 'SHOW GRANTS')).map((row) => String(Object.values(row)[0]));
  return own
    .find((grant) => !/ ON /.test(grant) || (/ ON \*\.\* /.test(grant) && !/^GRANT USAGE ON /.test(grant)))
    ?.replace(/ IDENTIFIED .*/, '');
}

const VIEWS = `SELECT table_schema AS s, table_name AS t FROM information_schema.views
  WHERE security_type = 'DEFINER' AND table_schema NOT IN ('information_schema', 'performance_schema')`;
const ROUTINES = 'SELECT routine_schema AS s, routine_name AS t FROM information_schema.routines';

/** A view or a function that reads with the rights of who made it. */
async function ofOthers(connection: PoolConnection, tables: readonly Listed[]): Promise<string | undefined> {
  const views = await say(connection, VIEWS);
  const known = new Set(views.map(({ s, t }) => JSON.stringify([s, t])));
  const view = tables.find(({ isView, schema, name }) => isView && known.has(JSON.stringify([schema, name])));
  if (view !== undefined) return `the view ${placeOf(view)}, which reads with the rights of another`;
  const [routine] = await say(connection, ROUTINES);
  return routine && `what ${quoteName(String(routine.t), '`')} reads, which it may call`;
}

/** The first of these that the database lets it read, be it one column. */
async function readable(
  connection: PoolConnection,
  tables: readonly TableName[],
): Promise<string | undefined> {
  for (const table of tables) {
    // It takes the right to one column.
    if (await isAllowed(connection, `SELECT 1 FROM ${placeOf(table)} LIMIT 0`)) return placeOf(table);
  }
  return undefined;
}

/** Only what is refused for want of rights, or is not there, is closed: any other failure is taken for a yes. */
async function isAllowed(connection: PoolConnection, sql: string): Promise<boolean> {
  try {
    await say(connection, sql);
    return true;
  } catch (error) {
    return !/^ER_(?:TABLEACCESS_DENIED|COLUMNACCESS_DENIED|DBACCESS_DENIED|ACCESS_DENIED|VIEW_INVALID|NO_SUCH_TABLE)/.test(
      String((error as { code?: string }).code),
    );
  }
}

function placeOf({ schema, name }: TableName): string {
  return `${quoteName(schema, '`')}.${quoteName(name, '`')}`;
}

/** At most so many are shown. */
const SHOWN = 5;

function grantsFor(open: readonly TableName[]): string {
  const grants = open.slice(0, SHOWN).map((table) => `GRANT SELECT ON ${oneLine(placeOf(table))} TO reader;`);
  const all = open.length > SHOWN ? [...grants, '…'] : grants;
  return ["CREATE USER reader IDENTIFIED BY '…';", ...all].join(' ');
}
