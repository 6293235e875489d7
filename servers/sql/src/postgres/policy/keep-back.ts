import type { ClientBase } from 'pg';
import { refused } from '../../engine/refusals.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Drivers } from '../drivers.ts';
import { pinSession, SET_SESSION } from '../pin-session.ts';
import { type Named, namedIn } from '../statement-tree.ts';
import { checkOperators, checkReach } from './check-calls.ts';
import { checkTypes, isMade } from './check-types.ts';
import { findDefined, findNames, written } from './names.ts';
import { called, isKeptBack, type Judgement, Relations } from './relations.ts';
import { type Filled, rewrite } from './rewrite.ts';

const HINT = 'search_catalog says what may be asked about.';

export interface Kept {
  sql: string;
  /** It reads a table that has columns which are kept back: what a plan says of sizes would tell of them. */
  silent: boolean;
}

/**
 * A statement as a policy leaves it, on a connection in the transaction in which it will be asked. Throws `forbidden`
 * where it names what is hidden, or may reach it in a way that cannot be looked through.
 */
export async function keepBack(
  client: ClientBase,
  { parse, scan }: Pick<Drivers, 'parse' | 'scan'>,
  policy: Policy,
  { sql, named }: { sql: string; named: Named },
): Promise<Kept> {
  const found = await findNames(client, named);
  // What is written as a call may be a cast: `checked(x)`, or `(x).checked`.
  const casts = await findNames(client, { types: named.calls });
  const session = await pinSession(client);
  const relations = new Relations(client, parse, policy);
  await relations.read([...found.relations.values()]);
  const filled = named.places.flatMap((place): Filled[] => {
    const oid = found.relations.get(written(place));
    if (oid === undefined) return [];
    const judged = relations.judge(oid);
    checkPlace(judged, named, place);
    return judged.kept.size === 0 ? [] : [{ place, judged }];
  });
  await checkTypeRows(client, relations, found.types);
  await checkBehind(client, parse, relations, {
    named,
    types: [...found.types, ...casts.types],
    searched: session.searched,
  });
  const touched = relations.all.filter(({ kept }) => kept.size > 0);
  if (touched.some(isOrdered)) await client.query(UNORDERED);
  await client.query(SET_SESSION, [session.path, session.jit]);
  return { sql: filled.length === 0 ? sql : rewrite(sql, scan(sql), filled), silent: touched.length > 0 };
}

function checkPlace(judged: Judgement, { ctes, sampled }: Named, place: Named['places'][number]): void {
  const name = called(judged.relation);
  const isKept = judged.refused !== undefined || judged.kept.size > 0;
  if (isKept && place.schema === undefined && ctes.includes(place.name))
    throw refused(`names a CTE ${place.name}, as a table that is kept back.`, 'Give the CTE another name.');
  if (judged.refused !== undefined) throw refused(`asks about ${name}, which ${judged.refused}.`, HINT);
  if (judged.kept.size > 0 && place.location !== undefined && sampled.includes(place.location))
    throw refused(`samples ${name}, of which columns are kept back.`, 'Leave TABLESAMPLE out.');
}

/** A type that is of the rows of a table tells of its columns. */
async function checkTypeRows(
  client: ClientBase,
  relations: Relations,
  types: readonly number[],
): Promise<void> {
  if (!types.some(isMade)) return;
  const { relations: oids } = await checkTypes(client, types);
  await relations.read(oids);
  const back = oids.map((oid) => relations.judge(oid)).find(isKeptBack);
  if (back !== undefined)
    throw refused(`uses ${called(back.relation)} as a type, and that is kept back.`, HINT);
}

/** What is called without being read from: functions, operators, and what is behind types. */
async function checkBehind(
  client: ClientBase,
  parse: Drivers['parse'],
  relations: Relations,
  { named, types, searched }: { named: Named; types: readonly number[]; searched: readonly string[] },
): Promise<void> {
  const inViews = await findDefined(client, { types: relations.named.flatMap(({ types }) => types) });
  const held = relations.all.flatMap(({ relation }) => [...relation.types, relation.rowType]);
  const checks = await domainChecks(client, parse, [...types, ...held, ...inViews.types]);
  const all = [named, ...relations.named, ...checks];
  await checkReach(
    client,
    all.flatMap(({ calls }) => calls),
    searched,
  );
  await checkOperators(
    client,
    all.flatMap(({ operators }) => operators),
  );
}

/** What checks the values of these types, and of the types that are used there. */
async function domainChecks(
  client: ClientBase,
  parse: Drivers['parse'],
  types: readonly number[],
): Promise<Named[]> {
  const all: Named[] = [];
  const seen = new Set<number>();
  for (let next = types; ; ) {
    for (const type of next) seen.add(type);
    const { checks } = await checkTypes(client, next);
    const named = checks.map((check) => namedIn(parse(`SELECT ${check}`)));
    all.push(...named);
    const found = await findDefined(client, { types: named.flatMap(({ types }) => types) });
    next = found.types.filter((type) => !seen.has(type));
    if (next.length === 0) return all;
  }
}

/** An index that is ordered by what is kept back would give rows in that order. */
function isOrdered({ relation, kept }: Judgement): boolean {
  return relation.indexed.some((column) => column === null || kept.has(column));
}

/** Where all ways are discouraged, as a role may have it, the cheapest of them would be taken: from PostgreSQL 18 on. */
const UNORDERED = ['indexscan = off', 'indexonlyscan = off', 'seqscan = on', 'bitmapscan = on']
  .map((setting) => `SET LOCAL enable_${setting}`)
  .join('; ');
