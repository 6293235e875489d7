import { basename, dirname } from 'node:path';
import type { Table } from '../engine/table.ts';
import type { Policy } from '../policy/policy.ts';
import { answerOrders } from '../process/answer-orders.ts';
import { type Failure, type Order, Refusal } from '../process/messages.ts';
import { readCatalog } from './catalog.ts';
import { loadDuckdb } from './driver.ts';
import { openKeptCopy } from './kept-copy.ts';
import { openInstance } from './open-instance.ts';
import { readPlan, readRows } from './read.ts';
import { type OpenDatabase, statementRules } from './statement-rules.ts';

const TOO_LARGE = 'What is left of the file without what is kept back needs more than 512 MB of memory.';

/** Under a policy it is a copy, with the catalog of what was copied. */
type Kept = Pick<OpenDatabase, 'instance'> & { catalog?: Table[] };
type Opened = OpenDatabase & Kept;

/**
 * The process that DuckDB works in: some of its functions hear no interrupt, some make values that its own bound of memory
 * does not count, and where it ends the process that must not be the server.
 */
const driver = await loadDuckdb();

await answerOrders(async (path, policy) => {
  // By its name alone: what DuckDB tells of files then says nothing of where they are.
  process.chdir(dirname(path));
  const opening = open(`./${basename(path)}`, policy);
  // Who asks is told; where nobody asks, nobody needs to know.
  await opening.catch(() => undefined);
  return { obey: async (order) => obey(await opening, order), toFailure };
});

async function open(path: string, policy: Policy): Promise<Opened> {
  try {
    const { instance, catalog }: Kept = policy.keepsNothing
      ? { instance: await openInstance(driver, path) }
      : await openKeptCopy(driver, path, policy);
    const rules = await statementRules(await instance.connect());
    return { driver, instance, rules, ...(catalog !== undefined && { catalog }) };
  } catch (error) {
    if (/^Out of Memory/i.test((error as Error).message)) throw new Refusal('uncopied', TOO_LARGE);
    throw new Refusal('unreadable', 'DuckDB cannot open the file for reading.');
  }
}

/** Each question on a connection of its own, so that what it set or made for itself goes with it. */
async function obey(database: Opened, order: Order) {
  if (order.kind === 'catalog' && database.catalog !== undefined) return database.catalog;
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
