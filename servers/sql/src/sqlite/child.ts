import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { Policy } from '../policy/policy.ts';
import { DatabaseFile } from './database-file.ts';
import { Keeper } from './kept/keeper.ts';
import { type Failure, type Order, Refusal, type Reply } from './messages.ts';
import { readPlan, readRows } from './read.ts';
import { readCatalog } from './read-catalog.ts';
import { WATCHDOG_URL } from './urls.ts';

/**
 * The process that SQLite runs in. It answers one order after the other and cannot be interrupted while it does:
 * who wants it to stop ends it.
 */
const [path = '', memory = '', said = ''] = process.argv.slice(2);
const file = new DatabaseFile(path);
const keeper = new Keeper(new Policy(JSON.parse(said)));
const guard = new Worker(WATCHDOG_URL, {
  workerData: { bytes: Number(memory), parent: process.ppid },
  execArgv: [],
});
guard.unref();

process.on('message', (order: Order) => {
  process.send?.(answer(order));
});
process.on('disconnect', () => process.exit(0));

function answer(order: Order): Reply {
  try {
    return { result: file.use((database) => keeper.within(database, () => obey(database, order))) };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}

function obey(database: Database, order: Order) {
  if (order.kind === 'catalog') return readCatalog(database, keeper);
  if (order.kind === 'explain') return readPlan(database, keeper, order);
  return readRows(database, keeper, order, order.caps);
}

/** SQLite's result codes: https://www.sqlite.org/rescode.html */
function toFailure(error: unknown): Failure {
  if (error instanceof Refusal) return { kind: error.kind, words: error.message };
  const { code = '', message } = error as Error & { code?: string };
  if (/^SQLITE_(?:TOOBIG|NOMEM)/.test(code)) return { kind: 'large', words: message };
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return { kind: 'busy', words: message };
  if (/^SQLITE_READONLY_ROLLBACK/.test(code)) {
    const words = 'a program that wrote to it ended in the middle; open it once with one that may write.';
    return { kind: 'unreadable', words };
  }
  if (/^SQLITE_(?:CANTOPEN|IOERR|NOTADB|CORRUPT|PERM|READONLY)/.test(code)) {
    return { kind: 'unreadable', words: message };
  }
  return { kind: 'said', words: message };
}
