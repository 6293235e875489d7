import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { type Caps, DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine, Parameters } from '../src/engine/engine.ts';
import { openSqlite, type SqliteOptions } from '../src/sqlite/sqlite-engine.ts';

export const ENDLESS = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)';

/** A folder that is there until the test has finished. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-sql-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A database made by a script, in a folder of its own. */
export function testFile(script = '', folder = testFolder()): string {
  const path = join(folder, 'shop.db');
  const database = new Database(path);
  database.exec(script);
  database.close();
  return path;
}

/** An engine that is closed when the test has finished. */
export async function testEngine(path: string, options: SqliteOptions = {}): Promise<Engine> {
  const engine = await openSqlite(path, options);
  onTestFinished(() => engine.close());
  return engine;
}

export function ask(engine: Engine, sql: string, params: Parameters = [], caps: Partial<Caps> = {}) {
  return engine.run({ sql, params }, { caps: { ...DEFAULT_CAPS, ...caps } });
}
