import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import * as driver from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { openDuckdb } from '../src/duckdb/duckdb-engine.ts';
import { openInstance } from '../src/duckdb/open-instance.ts';
import { readRows } from '../src/duckdb/read.ts';
import { statementRules } from '../src/duckdb/statement-rules.ts';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine } from '../src/engine/engine.ts';
import { DUCKDB_HARMLESS, duckdbHostile } from './duckdb-hostile.ts';
import { testFolder } from './sqlite-file.ts';

const CAPS = { ...DEFAULT_CAPS, timeoutMs: 5_000 };
const SCRIPT = (
  folder: string,
) => `CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1), (2); CREATE SEQUENCE s;
  COPY t TO '${join(folder, 'table one.parquet')}'; CHECKPOINT`;

async function shop() {
  const folder = testFolder();
  const path = join(folder, 'shop.duckdb');
  const instance = await driver.DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(SCRIPT(folder));
  connection.closeSync();
  instance.closeSync();
  writeFileSync(join(folder, 'secret.csv'), 'a,b\n1,x\n');
  return { folder, path };
}

/** Bytes of every file, and what a question sees. */
async function stateOf(folder: string, engine: Engine) {
  const files = readdirSync(folder).sort();
  return {
    files: files.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
    rows: (await engine.run({ sql: 'FROM t' }, { caps: CAPS })).rows,
    catalog: await engine.catalog({ caps: CAPS }),
    process: (await engine.run({ sql: 'SELECT 1' }, { caps: CAPS })).rows,
  };
}

it('refuses every hostile statement, and is as before, its files too', { timeout: 120_000 }, async () => {
  const { folder, path } = await shop();
  // One at a time: what a statement left in its process, the next would meet.
  const engine = await openDuckdb(path, { working: 1 });
  onTestFinished(() => engine.close());
  const before = await stateOf(folder, engine);
  for (const [name, sql] of Object.entries(duckdbHostile(folder))) {
    const refusal = await engine.run({ sql }, { caps: CAPS }).catch((error: unknown) => error);
    expect(refusal, name).toBeInstanceOf(ToolError);
    // A process that ended would be said to have had no memory left.
    expect((refusal as ToolError).code, name).toMatch(/^(?:forbidden|invalid_input)$/);
    expect((refusal as ToolError).message.replaceAll(sql, ''), name).not.toContain(`${folder}/shop`);
    const planned = await engine.explain({ sql }, { caps: CAPS }).catch((error: unknown) => error);
    expect(planned, name).toBeInstanceOf(ToolError);
    expect(await stateOf(folder, engine), name).toEqual(before);
  }
  for (const [name, sql] of Object.entries(DUCKDB_HARMLESS)) {
    const answer = await engine.run({ sql }, { caps: CAPS }).catch((error: unknown) => error);
    if (answer instanceof Error) expect((answer as ToolError).code, name).not.toBe('unavailable');
    expect(JSON.stringify(answer), name).not.toContain(folder);
    expect(await stateOf(folder, engine), name).toEqual(before);
  }
});

it('leaves settings, functions, variables and logs of its session as they were', {
  timeout: 60_000,
}, async () => {
  const { folder, path } = await shop();
  const instance = await openInstance(driver, path);
  onTestFinished(() => instance.closeSync());
  const database = { driver, rules: await statementRules(await instance.connect()) };
  const connection = await instance.connect();
  const look = await instance.connect();
  const state = async () => {
    const rows = async (sql: string) => String((await look.runAndReadAll(sql)).getRows());
    return [
      await rows('FROM duckdb_settings()'),
      await rows('SELECT count(*) FROM duckdb_functions()'),
      await rows('FROM duckdb_variables()'),
      await rows('FROM duckdb_logs()'),
      await rows('SELECT table_name, temporary FROM duckdb_tables()'),
      readdirSync(folder),
    ];
  };
  const before = await state();
  for (const [name, sql] of Object.entries({ ...duckdbHostile(folder), ...DUCKDB_HARMLESS })) {
    await readRows(database, connection, { sql, params: [] }, CAPS).catch(() => undefined);
    expect(await state(), name).toEqual(before);
  }
});

it('tells nothing of where a file is, that is read as a table', async () => {
  const folder = testFolder();
  const rows = Array.from({ length: 60_000 }, (_, at) => `${at},${at}`);
  writeFileSync(join(folder, 'c.csv'), ['a,b', ...rows, 'x,y'].join('\n'));
  const engine = await openDuckdb(join(folder, 'c.csv'));
  onTestFinished(() => engine.close());
  expect((await engine.run({ sql: 'SELECT a FROM c LIMIT 1' }, { caps: CAPS })).rows).toEqual([[0]]);
  for (const sql of [
    'SELECT max(a) FROM c',
    'SELECT sql FROM duckdb_views()',
    'FROM sqlite_master',
    'FROM information_schema.views',
    'SELECT filename FROM c',
    'FROM c SELECT COLUMNS(*)',
    "FROM 'c.csv'",
    "FROM './nothing.csv'",
  ]) {
    const told = await engine.run({ sql }, { caps: CAPS }).catch((error: ToolError) => error.message);
    expect(JSON.stringify(told), sql).not.toContain(folder);
    const plan = await engine.explain({ sql }, { caps: CAPS }).catch((error: ToolError) => error.message);
    expect(JSON.stringify(plan), sql).not.toContain(folder);
  }
});
