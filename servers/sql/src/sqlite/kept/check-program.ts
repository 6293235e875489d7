import type { Database } from 'better-sqlite3';
import { compile, type Instruction } from '../program.ts';
import { type Arities, aritiesIn, joinedArities } from './arities.ts';
import { followMasked } from './follow.ts';
import { KeptBack } from './kept-back.ts';
import type { KeptSchema } from './kept-schema.ts';
import { operandsOf } from './operands.ts';
import type { Tree } from './storage.ts';
import type { Taint } from './taint.ts';

/** Functions that read tables whose names they are given. */
const READS_BY_NAME = /^rtreecheck\(/i;
/** Instructions that read rows, and those that only hand values on. */
const FOLLOWED = new Set(
  (
    'Column RowData SorterData MakeRecord Copy SCopy IntCopy Move ResultRow Insert IdxInsert SorterInsert ' +
    'IsType Compare'
  ).split(' '),
);
/** Tables that SQLite makes of their arguments, or that tell of SQLite alone. */
const HARMLESS = [
  ...['json_each', 'json_tree', 'fts3tokenize', 'pragma_function_list', 'pragma_module_list'],
  ...['pragma_pragma_list', 'pragma_compile_options', 'pragma_collation_list'],
];

const NONE: Arities = new Map();

export interface Compiled {
  sql: string;
  program: readonly Instruction[];
}

/**
 * Holds a compiled statement to what the operator said. Gives the columns of its answer that hold masked values. Throws
 * `KeptBack`.
 */
export function checkProgram(
  database: Database,
  { sql, program }: Compiled,
  schema: KeptSchema,
): Set<number> {
  const tables = new Map<number, Tree[]>();
  for (const instruction of program) {
    checkKnown(instruction);
    if (instruction.opcode === 'VOpen') checkVirtual(database, instruction, schema);
    if (instruction.opcode !== 'OpenRead' && instruction.opcode !== 'ReopenIdx') continue;
    const tree = openedTree(instruction, program, schema);
    if (tree.kind === 'table') tables.set(instruction.p1, [...(tables.get(instruction.p1) ?? []), tree]);
  }
  try {
    const rows = maskedRows(program, tables);
    const arities = joinedArities(schema.arities, aritiesIn(sql));
    return rows.size === 0 ? new Set() : followMasked(program, rows, arities);
  } catch (error) {
    if (!(error instanceof KeptBack) || error.why === 'unknown') throw error;
    // An index that SQLite makes for a join holds all columns where one of them is generated.
    const automaticIndex = program.some(({ opcode }) => opcode === 'OpenAutoindex');
    const name = error.detail.name ?? (error.why === 'masked' ? firstMasked(program, tables) : undefined);
    throw new KeptBack(error.why, { name, automaticIndex });
  }
}

function checkKnown(instruction: Instruction): void {
  const { opcode, p4 } = instruction;
  if (!FOLLOWED.has(opcode) && operandsOf(instruction, NONE) === undefined)
    throw new KeptBack('unknown', { opcode });
  if (READS_BY_NAME.test(p4)) throw new KeptBack('source');
}

/** The b-tree that a cursor is opened on, if it is one that is looked into. */
function openedTree(
  { addr, p1, p2, p3, p5 }: Instruction,
  program: readonly Instruction[],
  { trees }: KeptSchema,
): Tree {
  const inRegister = (p5 & 0x10) !== 0;
  const tree = p3 === 0 && !inRegister ? trees.get(p2) : undefined;
  if (tree === undefined) throw new KeptBack('table');
  if (!tree.tells || isCounted(program, addr, p1)) return tree;
  if (tree.kind === 'index') throw new KeptBack('order', { withoutIndexes: tree });
  throw new KeptBack('order', { name: tree.table });
}

/** How many rows there are is told by any index of them, and nothing else is where it is closed at once. */
function isCounted(program: readonly Instruction[], at: number, cursor: number): boolean {
  const next = ['Count', 'Close'].map((opcode, behind) => {
    const instruction = program[at + 1 + behind];
    return instruction?.opcode === opcode && instruction.p1 === cursor;
  });
  return next.every(Boolean);
}

/** SQLite writes a virtual table as an address, which stays the same as long as the schema does. */
function checkVirtual(database: Database, { p4 }: Instruction, { virtual }: KeptSchema): void {
  const quoted = virtual.map((name) => `main."${name.replaceAll('"', '""')}"`);
  const known = [...quoted, ...HARMLESS].some((name) => addressOf(database, name) === p4);
  if (!known || !/^vtab:(?:0x)?[\dA-F]+$/i.test(p4)) throw new KeptBack('source');
}

function addressOf(database: Database, table: string): string | undefined {
  try {
    const program = compile(database, `SELECT 1 FROM ${table}`);
    return program.find(({ opcode }) => opcode === 'VOpen')?.p4;
  } catch {
    return undefined;
  }
}

/** By cursor: which columns of its rows are masked. Throws where one that is hidden is read. */
function maskedRows(
  program: readonly Instruction[],
  tables: ReadonlyMap<number, readonly Tree[]>,
): Map<number, Taint> {
  for (const instruction of program) {
    for (const { tree, column } of columnsRead(instruction, tables)) {
      if (column !== undefined && column.openness !== 'hidden') continue;
      throw new KeptBack('column', column === undefined ? {} : { name: `${tree.table}.${column.name}` });
    }
  }
  const rows = new Map<number, Taint>();
  for (const [cursor, trees] of tables) {
    const masked = trees.flatMap(({ columns }) =>
      [...columns.keys()].filter((at) => columns[at]?.openness === 'masked'),
    );
    if (masked.length > 0) rows.set(cursor, new Map(masked.map((at) => [at, 'all'])));
  }
  return rows;
}

function firstMasked(
  program: readonly Instruction[],
  tables: ReadonlyMap<number, readonly Tree[]>,
): string | undefined {
  const read = program.flatMap((instruction) => columnsRead(instruction, tables));
  const first = read.find(({ column }) => column?.openness === 'masked');
  return first && `${first.tree.table}.${first.column?.name}`;
}

/** Columns of stored rows that an instruction looks at; undefined where there is none of that number. */
function columnsRead(
  { opcode, p1, p2, p3 }: Instruction,
  tables: ReadonlyMap<number, readonly Tree[]>,
): { tree: Tree; column: Tree['columns'][number] | undefined }[] {
  if (opcode !== 'Column' && opcode !== 'IsType' && opcode !== 'RowData') return [];
  return (tables.get(p1) ?? []).flatMap((tree) => {
    if (opcode === 'RowData') return tree.columns.map((column) => ({ tree, column }));
    return [{ tree, column: tree.columns[opcode === 'Column' ? p2 : p3] }];
  });
}
