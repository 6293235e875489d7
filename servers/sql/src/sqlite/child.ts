import type { Database } from 'better-sqlite3';
import { answerOrders } from '../process/answer-orders.ts';
import type { Failure, Order } from '../process/messages.ts';
import { DatabaseFile } from './database-file.ts';
import { Keeper } from './kept/keeper.ts';
import { readPlan, readRows } from './read.ts';
import { readCatalog } from './read-catalog.ts';

/** The process that SQLite works in: a query that gives no row can be stopped in no other way. */
await answerOrders((path, policy) => {
  const file = new DatabaseFile(path);
  const keeper = new Keeper(policy);
  const within = (order: Order) => (database: Database) =>
    keeper.within(database, () => obey(database, keeper, order));
  return { obey: (order) => file.use(within(order)), toFailure };
});

function obey(database: Database, keeper: Keeper, order: Order) {
  if (order.kind === 'catalog') return readCatalog(database, keeper);
  if (order.kind === 'explain') return readPlan(database, keeper, order);
  return readRows(database, keeper, order, order.caps);
}

/** SQLite's result codes: https://www.sqlite.org/rescode.html */
function toFailure(error: unknown): Failure {
  const { code = '', message } = error as Error & { code?: string };
  if (/^SQLITE_(?:TOOBIG|NOMEM)/.test(code)) {
    return { kind: 'large', words: 'makes a value that is larger than SQLite can hold.' };
  }
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
