import { refused, tooLarge } from '../../engine/refusals.ts';
import { MASKED } from '../../policy/policy.ts';
import { quoteName } from '../../statement/identifier.ts';
import type { ScannedToken } from '../named.ts';
import type { Place } from '../statement-tree.ts';
import type { Judgement } from './relations.ts';

/** Bytes of a statement with all its places filled. */
const LONGEST = 1_000_000;

/** The scanner gives comments too. */
const COMMENT = /^(?:--|\/\*)/;

/** A place and what stands behind its name. */
export interface Filled {
  place: Place;
  judged: Judgement;
}

/**
 * The statement with a subselect in each of these places: of the open columns, and a text that never changes for each
 * masked one. What is kept back is then nowhere in it. Throws `forbidden` where a place cannot be found for certain.
 */
export function rewrite(sql: string, tokens: readonly ScannedToken[], filled: readonly Filled[]): string {
  const bytes = Buffer.from(sql);
  const words = tokens.filter(({ start, end }) => !COMMENT.test(bytes.toString('utf8', start, end)));
  const edits = filled
    .map(({ place, judged }) => ({ ...extent(bytes, words, place), place, judged }))
    .sort((a, b) => a.start - b.start);
  const parts: Buffer[] = [];
  let from = 0;
  for (const { start, end, table, place, judged } of edits) {
    const alias = place.aliased || table ? '' : ` AS ${quoteName(judged.relation.name)}`;
    const text = `${table ? 'SELECT * FROM ' : ''}(${subselect(judged, place.only)})${table ? ' AS kept' : alias}`;
    parts.push(bytes.subarray(from, start), Buffer.from(` ${text} `));
    from = end;
  }
  const rewritten = Buffer.concat([...parts, bytes.subarray(from)]);
  if (rewritten.length > LONGEST) throw tooLarge('names too many tables with columns that are kept back.');
  return rewritten.toString();
}

function subselect({ relation, kept }: Judgement, only: boolean): string {
  const columns = relation.columns.flatMap(({ name, readable }) => {
    const how = kept.get(name);
    if (how === 'hidden') return [];
    if (how === 'masked') return [`'${MASKED}'::pg_catalog.text AS ${quoteName(name)}`];
    return readable ? [quoteName(name)] : [];
  });
  const place = `${quoteName(relation.schema)}.${quoteName(relation.name)}`;
  return `SELECT ${columns.join(', ')} FROM ${only ? 'ONLY ' : ''}${place}`;
}

/** From the name, with ONLY or TABLE in front, to its end, with a `*` behind; in bytes. */
function extent(
  bytes: Buffer,
  tokens: readonly ScannedToken[],
  { location, schema, only }: Place,
): { start: number; end: number; table: boolean } {
  const text = (at: number) => {
    const token = tokens[at];
    return token === undefined ? '' : bytes.toString('utf8', token.start, token.end).toUpperCase();
  };
  let first = tokens.findIndex(({ start }) => start === location);
  let last = first;
  if (first === -1) throw unclear();
  while (text(last + 1) === '.') last += 2;
  const parts = (last - first) / 2 + 1;
  if (parts > 3 || (schema === undefined) !== (parts === 1)) throw unclear();
  if (text(last + 1) === '*') last += 1;
  if (only) {
    if (text(first - 1) === '(') [first, last] = [first - 1, last + 1];
    if (text(first - 1) !== 'ONLY') throw unclear();
    first -= 1;
  }
  const table = text(first - 1) === 'TABLE';
  if (table) first -= 1;
  const [start, end] = [tokens[first]?.start, tokens[last]?.end];
  if (start === undefined || end === undefined) throw unclear();
  return { start, end, table };
}

function unclear() {
  return refused('writes the name of a table in a way that this server cannot follow.', 'Write it plainly.');
}
