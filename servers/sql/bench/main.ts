import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { summarise } from '@ashlar/kit/bench';
import Database from 'better-sqlite3';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { openSqlite } from '../src/sqlite/sqlite-engine.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '.cache', 'bench', 'sql');
const QUESTIONS = {
  'SELECT 1': 'SELECT 1',
  '1,000 rows': 'SELECT * FROM orders LIMIT 1000',
  '10,000 rows': 'SELECT * FROM orders LIMIT 10000',
};
const caps = { ...DEFAULT_CAPS, rows: 10_000, bytes: 10_000_000 };

/** Measures the engine of SQLite beside the same questions in this process, which nothing could stop. */
async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'orders.db');
  rmSync(path, { force: true });
  const database = new Database(path);
  database.exec(`CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INT, placed TEXT, total REAL, state TEXT);
    WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000)
    INSERT INTO orders SELECT x, x % 5000, date(1700000000 + x * 60, 'unixepoch'), x * 1.25, 'paid' FROM c`);
  const engine = await openSqlite(path);
  for (const [name, sql] of Object.entries(QUESTIONS)) {
    const ours: number[] = [];
    const inProcess: number[] = [];
    for (let turn = 0; turn < 40; turn++) {
      ours.push(await timed(() => engine.run({ sql }, { caps })));
      inProcess.push(await timed(async () => JSON.stringify(database.prepare(sql).raw(true).all())));
    }
    console.log(
      `${name}: ${summarise(ours).median.toFixed(2)} ms, in process ${summarise(inProcess).median.toFixed(2)} ms`,
    );
  }
  await engine.close();
  database.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

await main();
