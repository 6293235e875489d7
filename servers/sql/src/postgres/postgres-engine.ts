import { ToolError } from '@ashlar/kit/errors';
import type { PoolClient } from 'pg';
import { Answer } from '../engine/answer.ts';
import { DEFAULT_CAPS } from '../engine/caps.ts';
import type { Engine, Parameter, Question, Terms } from '../engine/engine.ts';
import { said } from '../engine/refusals.ts';
import { OPEN, type Policy } from '../policy/policy.ts';
import { type Dialect, gate } from '../statement/gate.ts';
import { byPosition } from '../statement/named-values.ts';
import { readCatalog } from './catalog.ts';
import { checkRole } from './check-role.ts';
import { type Drivers, loadDrivers } from './drivers.ts';
import { checkCalls } from './functions.ts';
import { namedPlaces } from './named.ts';
import { keepBack } from './policy/keep-back.ts';
import { readPlan, readRows } from './read.ts';
import { inReadOnly } from './session.ts';
import { type Named, namedIn } from './statement-tree.ts';

const DIALECT: Dialect = {
  begins: ['SELECT', 'WITH', 'VALUES', 'TABLE'],
  parentheses: true,
  nested: true,
  returns: true,
};

export interface PostgresOptions {
  /** Use also a role that may do more than read. Default: false. */
  anyRole?: boolean;
  /** What of it may be asked about. Default: all. */
  policy?: Policy;
  /** Connections at most. Default: 4. */
  connections?: number;
}

/**
 * A PostgreSQL database by its URL. Throws `ToolError`: `unavailable` where the drivers are missing or nobody answers,
 * `forbidden` where the role may do more than read.
 */
export async function openPostgres(
  url: string,
  { anyRole = false, policy = OPEN, connections = 4 }: PostgresOptions = {},
): Promise<Engine> {
  const drivers = await loadDrivers();
  const pool = new drivers.Pool({
    connectionString: url,
    application_name: 'ashlar-sql',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    max: connections,
    allowExitOnIdle: true,
  });
  // A connection that breaks while nobody waits for it must not end the process: the next question gets a new one.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const examined = async <T>(
    question: Question,
    terms: Terms,
    work: (client: PoolClient, asked: Asked) => Promise<T>,
  ) => {
    const asked = examine(drivers, question);
    return inReadOnly(pool, terms, async (client) => {
      await checkCalls(client, asked.named.calls);
      return work(client, policy.keepsNothing ? asked : await kept(drivers, client, policy, asked));
    });
  };
  try {
    await inReadOnly(pool, { caps: DEFAULT_CAPS }, anyRole ? async () => undefined : checkRole);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: 'postgresql',
    run: async (question, terms) =>
      new Answer(
        await examined(question, terms, (client, asked) => readRows(drivers, client, asked, terms.caps)),
      ),
    explain: (question, terms) => examined(question, terms, readPlan),
    catalog: (terms) => inReadOnly(pool, terms, (client) => readCatalog(client, drivers, policy)),
    close: () => pool.end(),
  };
}

interface Asked {
  sql: string;
  params: readonly Parameter[];
  named: Named;
  /** Sizes are not told. */
  silent: boolean;
}

async function kept(drivers: Drivers, client: PoolClient, policy: Policy, asked: Asked): Promise<Asked> {
  return { ...asked, ...(await keepBack(client, drivers, policy, asked)) };
}

/** What can be said of a question without the server. Throws `forbidden` and `invalid_input`. */
function examine(drivers: Drivers, { sql, params = [] }: Question): Asked {
  gate(sql, DIALECT);
  try {
    const asked = Array.isArray(params)
      ? { sql, params: params as readonly Parameter[] }
      : named(drivers, sql, params as Readonly<Record<string, Parameter>>);
    return { ...asked, named: namedIn(drivers.parse(asked.sql)), silent: false };
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw said((error as Error).message, error);
  }
}

/** Placeholders by name are not PostgreSQL's: they become such by position. Both at once would be a guess. */
function named({ scan }: Drivers, sql: string, params: Readonly<Record<string, Parameter>>) {
  const tokens = scan(sql);
  if (tokens.some(({ text }) => /^\$\d+$/.test(text))) {
    const hint = 'Write :name for each value, or $1, $2, … and give a list.';
    throw new ToolError('invalid_input', 'params: names are given, and sql has $1.', { hint });
  }
  return byPosition(sql, namedPlaces(sql, tokens), params, { write: (at) => `$${at}`, again: true });
}
