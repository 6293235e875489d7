import type { ClientBase } from 'pg';
import { refused } from '../../engine/refusals.ts';
import { mayBe, type Procedure } from '../functions.ts';
import type { Call } from '../statement-tree.ts';
import { looksAtNoTable, ofHarmlessExtension } from './harmless.ts';

const HINT = 'This server keeps tables or columns back, and such a function may read them. Leave it out.';

interface Reaching extends Procedure {
  /** PostgreSQL's own. */
  own: boolean;
}

const FUNCTIONS = `SELECT n.nspname AS schema, p.proname AS name, n.nspname = ANY($2::text[]) AS searched,
    p.pronargs >= 1 AND p.pronargs - p.pronargdefaults <= 1 OR p.provariadic <> 0 AS unary,
    p.oid < 16384 AND n.nspname = 'pg_catalog' AS own
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.proname = ANY($1::text[]) AND NOT (p.oid < 16384 AND n.nspname = 'pg_catalog' AND p.provolatile = 'i')
    AND NOT ${ofHarmlessExtension('pg_proc', 'p.oid')}`;

/** Throws `forbidden` where one of the calls may be of a function that may read a table. */
export async function checkReach(
  client: ClientBase,
  calls: readonly Call[],
  searched: readonly string[],
): Promise<void> {
  if (calls.length === 0) return;
  const { rows } = await client.query<Reaching>(FUNCTIONS, [
    [...new Set(calls.map(({ name }) => name))],
    searched,
  ]);
  const reaching = rows.filter(({ own, name }) => !(own && looksAtNoTable(name)));
  const found = reaching.find((procedure) => calls.some((call) => mayBe(call, procedure)));
  if (found !== undefined) throw refused(`calls ${found.name}, which may tell of any table.`, HINT);
}

/** They are called without a name in sight: by USING, GROUP BY, ORDER BY, DISTINCT and the like. */
const UNNAMED = ['=', '<>', '<', '<=', '>', '>='];

/** Of those without a name in sight, one between types that somebody made is looked at with these types. */
const OPERATORS = `SELECT o.oprname AS name FROM pg_operator o WHERE o.oid >= 16384 AND o.oprname = ANY($1::text[])
  AND (o.oprname <> ALL($2::text[]) OR o.oprleft < 16384 OR o.oprright < 16384)
  AND NOT ${ofHarmlessExtension('pg_operator', 'o.oid')}`;

/** Throws `forbidden` where one of the operators may be one that somebody made: it calls a function. */
export async function checkOperators(client: ClientBase, operators: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(OPERATORS, [
    [...new Set([...operators, ...UNNAMED])],
    UNNAMED,
  ]);
  if (rows[0] !== undefined)
    throw refused(
      `uses the operator ${rows[0].name}, behind which is a function that may tell of any table.`,
      HINT,
    );
}
