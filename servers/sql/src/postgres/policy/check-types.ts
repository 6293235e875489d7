import type { ClientBase } from 'pg';
import { refused } from '../../engine/refusals.ts';
import { ofHarmlessExtension } from './harmless.ts';

const HINT =
  'This server keeps tables or columns back, and what is behind that type may read them. Leave it out.';

/** A type that somebody made, in use. */
interface MadeType {
  name: string;
  /** The table or view whose rows it is of. */
  relation: number | null;
  /** Functions, operators or casts that somebody made are behind it. */
  reaches: boolean;
  /** What values of a domain are checked by. */
  checks: string[];
}

const EXTENSION_TYPE = ofHarmlessExtension('pg_type', 't.oid');

/** Types and what they are made of: elements, bases, subtypes, attributes. */
const TYPES = `WITH RECURSIVE used(oid) AS (SELECT x FROM unnest($1::oid[]) AS x WHERE x >= 16384
    UNION SELECT part.oid FROM used JOIN pg_type y ON y.oid = used.oid CROSS JOIN LATERAL (
      SELECT y.typelem AS oid UNION ALL SELECT y.typbasetype
      UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = y.oid
      UNION ALL SELECT d.refobjid FROM pg_depend d WHERE y.typtype = 'm' AND d.classid = 'pg_type'::regclass
        AND d.objid = y.oid AND d.refclassid = 'pg_type'::regclass
      UNION ALL SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = y.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) part WHERE part.oid >= 16384)
  SELECT t.typname AS name, nullif(t.typrelid, 0)::int4 AS relation, NOT ${EXTENSION_TYPE} AND (
      t.typtype = 'b' AND t.typcategory <> 'A'
      OR t.typtype = 'r' AND EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = t.oid
        AND greatest(r.rngcanonical::oid, r.rngsubdiff::oid, r.rngsubopc) >= 16384)
      OR EXISTS (SELECT FROM pg_operator o WHERE o.oid >= 16384 AND t.oid IN (o.oprleft, o.oprright)
        AND NOT ${ofHarmlessExtension('pg_operator', 'o.oid')})
      OR EXISTS (SELECT FROM pg_opclass k WHERE k.opcintype = t.oid)
      OR EXISTS (SELECT FROM pg_cast c WHERE c.oid >= 16384 AND c.castfunc <> 0 AND t.oid IN (c.castsource, c.casttarget)
        AND NOT ${ofHarmlessExtension('pg_cast', 'c.oid')})) AS reaches,
    (SELECT coalesce(json_agg(pg_get_expr(k.conbin, 0)), '[]') FROM pg_constraint k WHERE k.contypid = t.oid
      AND k.contype = 'c') AS checks
  FROM used JOIN pg_type t ON t.oid = used.oid`;

/** Object ids below are PostgreSQL's own: https://www.postgresql.org/docs/current/system-catalog-initial-data.html#SYSTEM-CATALOG-OID-ASSIGNMENT */
export const isMade = (oid: number) => oid >= 16_384;

/** Between types of PostgreSQL's own. */
const CASTS = `SELECT format_type(c.castsource, NULL) AS name FROM pg_cast c WHERE c.oid >= 16384 AND c.castfunc <> 0
  AND c.castsource < 16384 AND c.casttarget < 16384
  AND NOT ${ofHarmlessExtension('pg_cast', 'c.oid')}`;

/**
 * Throws `forbidden` where behind one of these types, or behind a cast that nobody has to write, is a function that may
 * read a table. Gives the relations whose rows the types are of, and what checks values of domains, as SQL.
 */
export async function checkTypes(
  client: ClientBase,
  types: readonly number[],
): Promise<{ relations: number[]; checks: string[] }> {
  const made = await madeTypes(client, types);
  const casts = (await client.query<{ name: string }>(CASTS)).rows;
  const reaching = made.find(({ reaches }) => reaches) ?? casts[0];
  if (reaching !== undefined)
    throw refused(
      `uses the type ${reaching.name}, behind which is a function that may tell of any table.`,
      HINT,
    );
  return { relations: ofRows(made), checks: made.flatMap(({ checks }) => checks) };
}

/** Object ids of the relations whose rows these types are of, or have somewhere within. */
export async function relationsWithin(client: ClientBase, types: readonly number[]): Promise<number[]> {
  return ofRows(await madeTypes(client, types));
}

function ofRows(made: readonly MadeType[]): number[] {
  return made.flatMap(({ relation }) => relation ?? []);
}

/** These and what they are made of, but for PostgreSQL's own. */
async function madeTypes(client: ClientBase, types: readonly number[]): Promise<MadeType[]> {
  const wanted = [...new Set(types)].filter(isMade);
  return wanted.length === 0 ? [] : (await client.query<MadeType>(TYPES, [wanted])).rows;
}
