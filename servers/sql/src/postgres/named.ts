import type { NamedPlace } from '../statement/named-values.ts';

/** A token of PostgreSQL's own scanner; its places count bytes of UTF-8. */
export interface ScannedToken {
  start: number;
  end: number;
  text: string;
}

/**
 * Every `:name` of a statement, as PostgreSQL's scanner cuts it: never one in a string, a quoted name or a comment, and
 * none in brackets, where a colon stands between the bounds of a slice. Elsewhere its grammar has no bare colon.
 */
export function namedPlaces(sql: string, tokens: readonly ScannedToken[]): NamedPlace[] {
  const bytes = Buffer.from(sql);
  let [byte, unit] = [0, 0];
  const unitAt = (next: number) => {
    unit += bytes.toString('utf8', byte, next).length;
    byte = next;
    return unit;
  };
  const written = ({ start, end }: ScannedToken) => bytes.toString('utf8', start, end);
  const places: NamedPlace[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const text = written(token);
    depth += text === '[' ? 1 : text === ']' ? -1 : 0;
    const next = tokens[at + 1];
    if (text !== ':' || depth > 0 || next?.start !== token.end) continue;
    const name = written(next);
    if (/^[A-Za-z_]\w*$/.test(name)) places.push({ start: unitAt(token.start), end: unitAt(next.end), name });
  }
  return places;
}
