import { ToolError } from '@ashlar/kit/errors';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Deadline } from '../engine/deadline.ts';
import type { Engine, Question, Terms } from '../engine/engine.ts';
import { cancelled, refused, said, tooLarge } from '../engine/refusals.ts';
import type { Table } from '../engine/table.ts';
import { OPEN, type Policy } from '../policy/policy.ts';
import { type Dialect, gate } from '../statement/gate.ts';
import { readCatalog } from './catalog.ts';
import { type Driver, loadDuckdb } from './driver.ts';
import { openKeptCopy } from './kept-copy.ts';
import { openInstance } from './open-instance.ts';
import { type Asked, readPlan, readRows } from './read.ts';

const DIALECT: Dialect = {
  begins: ['SELECT', 'WITH', 'VALUES', 'FROM', 'TABLE', 'DESCRIBE', 'SHOW', 'SUMMARIZE', 'PIVOT', 'UNPIVOT'],
  parentheses: true,
  nested: true,
  returns: true,
  space: /\s/,
};
/** They would tell where on the disk the database is. */
const TELLS_PATHS = /\b(?:duckdb_databases|pragma_database_list|duckdb_logs|duckdb_log_contexts)\b/i;

/**
 * A DuckDB database, or a Parquet or CSV file as a view; under a policy, a copy of what it leaves. Throws `ToolError` (`unavailable`) where the driver is missing
 * or the file cannot be read.
 */
export async function openDuckdb(path: string, { policy = OPEN }: { policy?: Policy } = {}): Promise<Engine> {
  const driver = await loadDuckdb();
  const { instance, catalog } = await open(driver, path, policy);
  return {
    kind: 'duckdb',
    async run(question, terms) {
      const asked = examine(question);
      return within(instance, terms, (connection) => readRows(driver, connection, asked, terms.caps));
    },
    async explain(question, terms) {
      const asked = examine(question);
      return within(instance, terms, (connection) => readPlan(driver, connection, asked));
    },
    catalog: async (terms) => catalog ?? within(instance, terms, readCatalog),
    close: async () => instance.closeSync(),
  };
}

/** Under a policy it is a copy, with the catalog of what was copied. */
interface Opened {
  instance: DuckDBInstance;
  catalog?: Table[];
}

async function open(driver: Driver, path: string, policy: Policy): Promise<Opened> {
  try {
    if (policy.keepsNothing) return { instance: await openInstance(driver, path) };
    return await openKeptCopy(driver, path, policy);
  } catch (cause) {
    throw (
      tooLargeToCopy(cause) ??
      new ToolError('unavailable', 'The file cannot be opened by DuckDB for reading.', {
        retryable: false,
        cause,
      })
    );
  }
}

function tooLargeToCopy(cause: unknown): ToolError | undefined {
  if (!/^Out of Memory/i.test((cause as Error).message)) return undefined;
  const what = 'What is left of the file without what is kept back needs more than 512 MB of memory.';
  return new ToolError('limited', what, {
    hint: 'Its operator can make a copy without it, and open that.',
    retryable: false,
    cause,
  });
}

function examine({ sql, params = [] }: Question): Asked {
  gate(sql, DIALECT);
  if (TELLS_PATHS.test(sql)) throw refused('asks for paths on the disk.');
  return { sql, params };
}

/** Milliseconds between two interrupts: one that comes between two calls of a question is not heard. */
const INSIST = 50;

/**
 * Work on a connection of its own, so that what it set or made for itself goes with it. Where it has to stop the caller
 * hears so at once, and it is interrupted until it has.
 */
async function within<T>(
  instance: DuckDBInstance,
  terms: Terms,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  if (terms.signal?.aborted) throw cancelled();
  const connection = await instance.connect();
  let insisting: NodeJS.Timeout | undefined;
  return new Promise<T>((resolve, reject) => {
    const deadline = new Deadline(terms, (why) => {
      reject(why);
      connection.interrupt();
      insisting = setInterval(() => connection.interrupt(), INSIST);
    });
    work(connection)
      .then(resolve, (error) => reject(fromDuckdb(error)))
      .finally(() => {
        deadline.release();
        clearInterval(insisting);
        connection.closeSync();
      });
  });
}

function fromDuckdb(error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  const { message } = error as Error;
  if (/^Out of Memory/i.test(message)) return tooLarge('needs more memory than a query may take.');
  if (/^Permission Error/i.test(message)) return refused('reaches for a file that is not configured.');
  if (/read-only/i.test(message)) return refused('would write, and the database is open for reading.');
  // Behind an empty line it draws where in the statement the mistake is.
  return said(message.split('\n\n')[0] ?? message, error);
}
