import { refused } from '../engine/refusals.ts';

/** A name as it is written, in the case that PostgreSQL makes of it. */
export interface WrittenName {
  schema?: string;
  name: string;
}

/** A function that a statement calls, or may call. */
export interface Call extends WrittenName {
  /** Written as a field, `(x).name` or `x.name`: PostgreSQL takes that for a call where there is no such column. */
  attribute: boolean;
}

/** A table, a view, or a CTE, where a statement reads from it. */
export interface Place extends WrittenName {
  /** Where its name begins, in bytes of UTF-8; undefined where the grammar does not say. */
  location?: number;
  /** `ONLY` is written in front: rows of its children are not meant. */
  only: boolean;
  aliased: boolean;
}

/** All that a statement names, wherever in it. */
export interface Named {
  calls: Call[];
  places: Place[];
  /** Locations of those behind which TABLESAMPLE stands. */
  sampled: number[];
  /** Names of its CTEs. */
  ctes: string[];
  /** Operators, without their schemas. */
  operators: string[];
  types: WrittenName[];
  /** It has a `*` that is not `count(*)`: all columns, or a whole row as a value. */
  takesAll: boolean;
}

type Node = Record<string, unknown>;

/** Every kind of statement ends so in PostgreSQL's grammar; these only ask. */
const ASKS = new Set(['SelectStmt', 'RawStmt']);

/**
 * Walks every node of a parsed statement, wherever it stands. Throws `forbidden` where it holds more than one statement,
 * or one that does not only ask.
 */
export function namedIn(tree: unknown): Named {
  const { stmts = [] } = tree as { stmts?: unknown[] };
  if (stmts.length !== 1) throw refused('holds more than one statement.');
  const named: Named = {
    ...{ calls: [], places: [], sampled: [], ctes: [], operators: [], types: [] },
    takesAll: false,
  };
  const stack: unknown[] = [stmts];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    for (const [key, value] of Object.entries(node)) {
      check(key);
      look(key, value as Node, named);
      if (value !== undefined) stack.push(value);
    }
  }
  return named;
}

function check(key: string): void {
  if (key.endsWith('Stmt') && !ASKS.has(key)) throw refused(`contains ${key}, which does not only read.`);
  if (key === 'intoClause') throw refused('SELECT INTO makes a table.');
  if (key === 'lockingClause') throw refused('FOR UPDATE and FOR SHARE lock rows.');
}

function look(key: string, value: Node, named: Named): void {
  const { calls, operators } = named;
  if (key === 'FuncCall') calls.push(called(namesIn(value.funcname), false));
  if (key === 'ColumnRef') calls.push(...attribute(namesIn(value.fields).slice(1)));
  if (key === 'A_Indirection') calls.push(...attribute(namesIn(value.indirection)));
  if (key === 'RangeVar') named.places.push(placeOf(value));
  if (key === 'RangeTableSample') named.sampled.push(...sampledPlace(value));
  if (key === 'CommonTableExpr') named.ctes.push(String(value.ctename));
  if (key === 'A_Star') named.takesAll = true;
  if (key === 'A_Expr') operators.push(...namesIn(value.name).slice(-1));
  if (key === 'operName' || key === 'useOp') operators.push(...namesIn(value).slice(-1));
  // Of all that a question holds, only the name of a type is called so.
  if (key === 'names') named.types.push(written(namesIn(value)));
}

function sampledPlace({ relation }: Node): number[] {
  const { RangeVar } = (relation ?? {}) as { RangeVar?: { location?: number } };
  return RangeVar?.location === undefined ? [] : [RangeVar.location];
}

function placeOf(value: Node): Place {
  const { schemaname, relname, location } = value as {
    schemaname?: string;
    relname?: string;
    location?: number;
  };
  return {
    ...written(schemaname === undefined ? [relname ?? ''] : [schemaname, relname ?? '']),
    ...(location === undefined ? {} : { location }),
    only: value.inh !== true,
    aliased: value.alias !== undefined,
  };
}

function attribute(names: readonly string[]): Call[] {
  return names.map((name) => called([name], true));
}

function called(names: readonly string[], attribute: boolean): Call {
  return { ...written(names), attribute };
}

function written(names: readonly string[]): WrittenName {
  const schema = names.at(-2);
  return { name: names.at(-1) ?? '', ...(schema === undefined ? {} : { schema }) };
}

function namesIn(list: unknown): string[] {
  const nodes = Array.isArray(list) ? (list as { String?: { sval?: string } }[]) : [];
  return nodes.flatMap((node) => node.String?.sval ?? []);
}
