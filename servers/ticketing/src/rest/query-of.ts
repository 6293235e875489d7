import type { Query } from './profile-parts.ts';
import { filled, type Values } from './template.ts';

/** Parameters of an address: those of a request, filled, and others as they are, which stand for those of the same name. */
export function queryOf(request: Query, values: Values, others: Query): [string, string][] {
  const own = Object.entries(request).filter(([name]) => !Object.hasOwn(others, name));
  return [
    ...pairsOf(own).map(([name, text]): [string, string] => [name, filled(text, values)]),
    ...pairsOf(Object.entries(others)),
  ];
}

function pairsOf(query: readonly (readonly [string, string | readonly string[]])[]): [string, string][] {
  return query.flatMap(([name, texts]) => [texts].flat().map((text): [string, string] => [name, text]));
}
