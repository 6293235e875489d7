import type { EngineKind } from '../engine/engine.ts';

export type Measure = 'nulls' | 'distinct' | 'min' | 'max';

/** Types whose values can be told apart and put in order by every database that has them. */
const ORDERED =
  /int|serial|num|dec|real|double|float|char|text|clob|string|enum|date|time|year|interval|hugeint|^$/i;
const COMPARED = /bool|uuid|bit|inet|cidr/i;
/** Types whose names hold one of those words, and whose values still cannot. */
const NEITHER =
  /json|xml|\[|struct|map|union|list|point|geo|polygon|line|box|circle|path|range|vector|tsquery/i;

/** What can be asked of a column. SQLite takes any value in any column, and compares all of them. */
export function measuresOf(type: string, kind: EngineKind): Measure[] {
  if (kind === 'sqlite')
    return /blob/i.test(type) ? ['nulls', 'distinct'] : ['nulls', 'distinct', 'min', 'max'];
  if (NEITHER.test(type)) return ['nulls'];
  if (ORDERED.test(type)) return ['nulls', 'distinct', 'min', 'max'];
  return COMPARED.test(type) ? ['nulls', 'distinct'] : ['nulls'];
}
