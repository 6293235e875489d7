import { basename, dirname } from 'node:path';
import { answerOrders } from '../process/answer-orders.ts';
import { type Failure, type Order, Refusal } from '../process/messages.ts';
import { readCatalog } from './catalog.ts';
import { loadDuckdb } from './driver.ts';
import { openInstance } from './open-instance.ts';
import { readPlan, readRows } from './read.ts';
import { type OpenDatabase, statementRules } from './statement-rules.ts';

/**
 * The process that DuckDB works in: some of its functions hear no interrupt, some make values that its own bound of memory
 * does not count, and where it ends the process that must not be the server.
 */
const driver = await loadDuckdb();
let opening: Promise<OpenDatabase> | undefined;

answerOrders((path) => {
  // By its name alone: what DuckDB tells of files then says nothing of where they are.
  process.chdir(dirname(path));
  opening = open(`./${basename(path)}`);
  // Who asks is told; where nobody asks, nobody needs to know.
  opening.catch(() => undefined);
  return { obey: async (order) => obey(await (opening as Promise<OpenDatabase>), order), toFailure };
});

async function open(path: string): Promise<OpenDatabase> {
  try {
    const instance = await openInstance(driver, path);
    const rules = await statementRules(await instance.connect());
    return { driver, instance, rules };
  } catch {
    throw new Refusal('unreadable', 'DuckDB cannot open the file for reading.');
  }
}

/** Each question on a connection of its own, so that what it set or made for itself goes with it. */
async function obey(database: OpenDatabase, order: Order) {
  const connection = await database.instance.connect();
  try {
    if (order.kind === 'catalog') return await readCatalog(connection);
    if (order.kind === 'explain') return await readPlan(database, connection, order);
    return await readRows(database, connection, order, order.caps);
  } finally {
    connection.closeSync();
  }
}

function toFailure(error: unknown): Failure {
  const { message } = error as Error;
  if (/^Out of Memory/i.test(message)) {
    return { kind: 'large', words: 'needs more memory than a query may take.' };
  }
  if (/^Permission Error/i.test(message)) {
    return { kind: 'refused', words: 'reaches for a file that is not configured.' };
  }
  if (/read-only/i.test(message)) {
    return { kind: 'refused', words: 'would write, and the database is open for reading.' };
  }
  // Behind an empty line it draws where in the statement the mistake is.
  return { kind: 'said', words: message.split('\n\n')[0] ?? message };
}
