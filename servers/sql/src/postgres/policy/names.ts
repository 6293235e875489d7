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

const FIND = `SELECT pg_catalog.json_object_agg(w, pg_catalog.to_regclass(w)::pg_catalog.oid::pg_catalog.int8) AS found
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS w WHERE pg_catalog.to_regclass(w) IS NOT NULL`;
const FIND_TYPES = `SELECT pg_catalog.array_agg(DISTINCT pg_catalog.to_regtype(w)::pg_catalog.oid::pg_catalog.int4) AS found
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS w WHERE pg_catalog.to_regtype(w) IS NOT NULL`;

export async function findNames(
  client: ClientBase,
  { places, types }: { places: readonly WrittenName[]; types: readonly WrittenName[] },
): Promise<Found> {
  const relations = await ask<Record<string, number>>(client, FIND, places);
  return {
    relations: new Map(Object.entries(relations ?? {})),
    types: (await ask<number[]>(client, FIND_TYPES, types)) ?? [],
  };
}

async function ask<T>(
  client: ClientBase,
  sql: string,
  names: readonly WrittenName[],
): Promise<T | null | undefined> {
  if (names.length === 0) return undefined;
  const { rows } = await client.query<{ found: T | null }>(sql, [[...new Set(names.map(written))]]);
  return rows[0]?.found;
}
