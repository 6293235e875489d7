import type { ClientBase } from 'pg';
import { quoteName } from '../../statement/identifier.ts';
import type { WrittenName } from '../statement-tree.ts';

/** A name as SQL writes it, so that PostgreSQL finds by it what it would find in a statement. */
export function written({ schema, name }: WrittenName): string {
  return schema === undefined ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

/** Object ids of relations and types by the names they are written with, as PostgreSQL itself finds them now. */
export interface Found {
  relations: ReadonlyMap<string, number>;
  types: readonly number[];
}

const RELATIONS = `SELECT pg_catalog.json_object_agg(w, pg_catalog.to_regclass(w)::pg_catalog.oid::pg_catalog.int8) AS found
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS w WHERE pg_catalog.to_regclass(w) IS NOT NULL`;
const TYPES = `SELECT pg_catalog.array_agg(DISTINCT pg_catalog.to_regtype(w)::pg_catalog.oid::pg_catalog.int4) AS found
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS w WHERE pg_catalog.to_regtype(w) IS NOT NULL`;

interface Names {
  places?: readonly WrittenName[];
  types?: readonly WrittenName[];
}

/** Of a statement, where the session searches. Throws what PostgreSQL does for a schema that the role may not use. */
export async function findNames(client: ClientBase, { places = [], types = [] }: Names): Promise<Found> {
  const ask = async <T>(sql: string, names: readonly WrittenName[]): Promise<T | null | undefined> => {
    if (names.length === 0) return undefined;
    const { rows } = await client.query<{ found: T | null }>(sql, [[...new Set(names.map(written))]]);
    return rows[0]?.found;
  };
  const relations = await ask<Record<string, number>>(RELATIONS, places);
  return {
    relations: new Map(Object.entries(relations ?? {})),
    types: (await ask<number[]>(TYPES, types)) ?? [],
  };
}

const DEFINED_RELATIONS = `SELECT json_object_agg(w.written, c.oid::int8) AS found
  FROM unnest($1::text[], $2::text[], $3::text[]) AS w(written, schema, name)
  JOIN pg_namespace n ON n.nspname = w.schema JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name`;
const DEFINED_TYPES = `SELECT json_object_agg(w.written, t.oid::int8) AS found
  FROM unnest($1::text[], $2::text[], $3::text[]) AS w(written, schema, name)
  JOIN pg_namespace n ON n.nspname = w.schema JOIN pg_type t ON t.typnamespace = n.oid AND t.typname = w.name`;

/**
 * Of a definition, which has every name in full but those of `pg_catalog`; also in schemas that the role may not use, as
 * a view reads with the rights of its owner. Names must be searched in `pg_catalog` only.
 */
export async function findDefined(client: ClientBase, { places = [], types = [] }: Names): Promise<Found> {
  const ask = async (sql: string, names: readonly WrittenName[]): Promise<Map<string, number>> => {
    if (names.length === 0) return new Map();
    const { rows } = await client.query<{ found: Record<string, number> | null }>(sql, [
      names.map(written),
      names.map(({ schema = 'pg_catalog' }) => schema),
      names.map(({ name }) => name),
    ]);
    return new Map(Object.entries(rows[0]?.found ?? {}));
  };
  return {
    relations: await ask(DEFINED_RELATIONS, places),
    types: [...(await ask(DEFINED_TYPES, types)).values()],
  };
}
