import { ToolError } from '@ashlar/kit/errors';
import type { PoolConnection, PoolOptions } from 'mysql2';
import { Answer } from '../engine/answer.ts';
import { DEFAULT_CAPS } from '../engine/caps.ts';
import type { Engine, Parameter, Parameters, Question, Terms } from '../engine/engine.ts';
import { OPEN, type Policy } from '../policy/policy.ts';
import { byPosition } from '../statement/named-values.ts';
import { readCatalog } from './catalog.ts';
import { checkGrants } from './check-grants.ts';
import { checkLogin } from './check-login.ts';
import { checkStatement } from './check-statement.ts';
import { type Driver, loadMysql } from './driver.ts';
import { lex } from './lex.ts';
import { namedPlaces } from './named.ts';
import { type Asked, readPlan, readRows } from './read.ts';
import { inReadOnly, isMariaDb, type Pools } from './session.ts';

export interface MysqlOptions {
  /** Use also a login that may do more than read. Default: false. */
  anyRole?: boolean;
  /** What of it may be asked about: held by the grants of the login, which are looked at. Default: all. */
  policy?: Policy;
  /** Questions at once; one more connection is made to stop one. Default: 4. */
  connections?: number;
}

/**
 * A MySQL or MariaDB database by its URL. Throws `ToolError`: `unavailable` where the driver is missing or nobody
 * answers, `forbidden` where the login may do more than read, or read more than the policy leaves.
 */
export async function openMysql(
  url: string,
  { anyRole = false, policy = OPEN, connections = 4 }: MysqlOptions = {},
): Promise<Engine> {
  const driver = await loadMysql();
  const config: PoolOptions = {
    uri: url.replace(/^mariadb:/i, 'mysql:'),
    charset: 'utf8mb4',
    jsonStrings: true,
    multipleStatements: false,
    flags: ['-LOCAL_FILES', '-MULTI_STATEMENTS'],
    connectTimeout: 10_000,
    queueLimit: 64,
    maxIdle: 0,
  };
  const pools: Pools = {
    questions: driver.createPool({ ...config, connectionLimit: connections }),
    messengers: driver.createPool({ ...config, connectionLimit: 1 }),
  };
  const opened = async (connection: PoolConnection) => {
    if (!anyRole) await checkLogin(connection);
    if (!policy.keepsNothing) await checkGrants(connection, policy);
    return isMariaDb(connection);
  };
  try {
    const isMaria = await inReadOnly(pools, { caps: DEFAULT_CAPS }, opened);
    return engineOn(driver, pools, isMaria ? 'mariadb' : 'mysql');
  } catch (error) {
    await end(pools);
    throw error;
  }
}

function engineOn(driver: Driver, pools: Pools, kind: 'mariadb' | 'mysql'): Engine {
  return {
    kind,
    async run(question, terms: Terms) {
      const asked = examine(driver, question);
      return new Answer(
        await inReadOnly(pools, terms, (connection) => readRows(connection, asked, terms.caps)),
      );
    },
    async explain(question, terms) {
      const asked = examine(driver, question);
      return inReadOnly(pools, terms, (connection) => readPlan(connection, asked));
    },
    catalog: (terms) => inReadOnly(pools, terms, readCatalog),
    close: () => end(pools),
  };
}

async function end({ questions, messengers }: Pools): Promise<void> {
  for (const pool of [questions, messengers]) await new Promise<void>((resolve) => pool.end(() => resolve()));
}

function examine({ TypedParameter }: Driver, { sql, params = [] }: Question): Asked {
  checkStatement(sql);
  const asked = Array.isArray(params) ? { sql, params: params as readonly Parameter[] } : named(sql, params);
  checkCount(asked);
  // The driver sends every number as a double; LIMIT, for one, takes only integers.
  const isWhole = (value: Parameter) => Number.isSafeInteger(value) && !Object.is(value, -0);
  const typed = asked.params.map((value) => (isWhole(value) ? TypedParameter.BIGINT(value) : value));
  return { sql: asked.sql, params: typed };
}

/** The driver sends as many values as it is given, and the server takes some of their bytes for others then. */
function checkCount({ sql, params }: { sql: string; params: readonly Parameter[] }): void {
  const places = placeholdersIn(sql);
  if (places === params.length) return;
  const which = params.length < places ? 'fewer' : 'more';
  throw new ToolError('invalid_input', `params: there are ${which} values than placeholders.`);
}

function placeholdersIn(sql: string): number {
  return lex(sql).filter(({ kind, text }) => kind === 'symbol' && text === '?').length;
}

/** Placeholders by name are not MySQL's: they become such by position. Both at once would be a guess. */
function named(sql: string, params: Parameters): { sql: string; params: readonly Parameter[] } {
  if (placeholdersIn(sql) > 0) {
    const hint = 'Write :name for each value, or ? and give a list.';
    throw new ToolError('invalid_input', 'params: names are given, and sql has ?.', { hint });
  }
  return byPosition(sql, namedPlaces(sql), params as Readonly<Record<string, Parameter>>, {
    write: () => '?',
    again: false,
  });
}
