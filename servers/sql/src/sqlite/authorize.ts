import type { Database } from 'better-sqlite3';
import { Refusal } from '../process/messages.ts';
import { compile, type Instruction } from './program.ts';

/** Instructions that change a file, the connection, or what is kept between statements. */
const ACTS = new Set([
  ...['OpenWrite', 'Destroy', 'CreateBtree', 'Clear', 'SetCookie', 'ParseSchema', 'SqlExec', 'LoadAnalysis'],
  ...['DropTable', 'DropIndex', 'DropTrigger', 'Program', 'Expire', 'MaxPgcnt'],
  ...['VCreate', 'VDestroy', 'VUpdate', 'VBegin', 'VRename'],
  ...['AutoCommit', 'Savepoint', 'Vacuum', 'IncrVacuum', 'JournalMode', 'Checkpoint'],
]);
const CALLS = new Set(['Function', 'PureFunc', 'AggStep', 'AggStep1', 'AggInverse', 'AggFinal', 'AggValue']);
/** SQLite's own mark of functions that only a person may call: https://www.sqlite.org/c3ref/c_deterministic.html */
const DIRECT_ONLY = 0x80000;
/** Of ATTACH, DETACH and ALTER: never called by a question, and not in the list of functions. `optimize` of FTS writes. */
const INTERNAL =
  /^(?:sqlite_(?:attach|detach|rename|drop|fail|add)|fts3_tokenizer$|load_extension$|optimize$)/;
/** One would tell where on the disk the database is, the other collects statistics. */
const PRAGMAS = /\bpragma_(?:database_list|optimize)\b/i;

/** Looks at what a statement was compiled to. Throws `Refusal` (`refused`) where that does more than read. */
export function authorize(
  database: Database,
  sql: string,
  program: readonly Instruction[] = compile(database, sql),
): void {
  const [pragma] = PRAGMAS.exec(sql) ?? [];
  if (pragma !== undefined) throw new Refusal('refused', `names ${pragma}, which does more than read rows.`);
  const forbidden = forbiddenFunctions(database);
  for (const { opcode, p2, p4 } of program) {
    if (ACTS.has(opcode)) throw new Refusal('refused', `would change something (${opcode}).`);
    if (opcode === 'Transaction' && p2 !== 0) throw new Refusal('refused', 'would write.');
    if (!CALLS.has(opcode)) continue;
    const name = p4.replace(/\(-?\d+\)$/, '').toLowerCase();
    if (INTERNAL.test(name) || forbidden.has(name)) {
      throw new Refusal('refused', `calls ${name}, which may do more than read.`);
    }
  }
}

const forbiddenBy = new WeakMap<Database, Set<string>>();

function forbiddenFunctions(database: Database): Set<string> {
  let names = forbiddenBy.get(database);
  if (names === undefined) {
    const listed = database
      .prepare('SELECT lower(name) FROM pragma_function_list WHERE flags & ? <> 0')
      .pluck()
      .all(DIRECT_ONLY) as string[];
    names = new Set(listed);
    forbiddenBy.set(database, names);
  }
  return names;
}
