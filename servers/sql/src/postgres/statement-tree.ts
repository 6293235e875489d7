import { refused } from '../engine/refusals.ts';

/** A function that a statement calls, or may call. */
export interface Call {
  schema?: string;
  name: string;
  /** Written as a field, `(x).name` or `x.name`: PostgreSQL takes that for a call where there is no such column. */
  attribute: boolean;
}

type Node = Record<string, unknown>;

/** Every kind of statement ends so in PostgreSQL's grammar; these only ask. */
const ASKS = new Set(['SelectStmt', 'RawStmt']);

/**
 * Walks every node of a parsed statement, wherever it stands. Gives the functions that it names. Throws
 * `forbidden` where it holds more than one statement, or one that does not only ask.
 */
export function callsOf(tree: unknown): Call[] {
  const { stmts = [] } = tree as { stmts?: unknown[] };
  if (stmts.length !== 1) throw refused('holds more than one statement.');
  const calls: Call[] = [];
  const stack: unknown[] = [stmts];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    for (const [key, value] of Object.entries(node)) {
      look(key, value as Node, calls);
      if (value !== undefined) stack.push(value);
    }
  }
  return calls;
}

function look(key: string, value: Node, calls: Call[]): void {
  if (key.endsWith('Stmt') && !ASKS.has(key)) throw refused(`contains ${key}, which does not only read.`);
  if (key === 'intoClause') throw refused('SELECT INTO makes a table.');
  if (key === 'lockingClause') throw refused('FOR UPDATE and FOR SHARE lock rows.');
  if (key === 'FuncCall') calls.push(called(namesIn(value.funcname), false));
  if (key === 'ColumnRef') calls.push(...attribute(namesIn(value.fields).slice(1)));
  if (key === 'A_Indirection') calls.push(...attribute(namesIn(value.indirection)));
}

function attribute(names: readonly string[]): Call[] {
  return names.map((name) => called([name], true));
}

function called(names: readonly string[], attribute: boolean): Call {
  const schema = names.at(-2);
  return { name: names.at(-1) ?? '', attribute, ...(schema === undefined ? {} : { schema }) };
}

function namesIn(list: unknown): string[] {
  const nodes = Array.isArray(list) ? (list as { String?: { sval?: string } }[]) : [];
  return nodes.flatMap((node) => node.String?.sval ?? []);
}
