import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { loadDriver } from '../src/engine/load-driver.ts';
import { engineOf, openEngine } from '../src/open-engine.ts';
import { requireNode } from '../src/sqlite/require-node.ts';
import { ask, testFile, testFolder } from './sqlite-file.ts';

it.each([
  ['shop.db', 'sqlite'],
  ['a folder/postgres', 'sqlite'],
  ['file:///tmp/shop.sqlite', 'sqlite'],
  ['postgres://reader@localhost/shop', 'postgresql'],
  ['POSTGRESQL://reader@localhost/shop', 'postgresql'],
  ['mysql://reader@localhost/shop', 'mysql'],
  ['mariadb://reader@localhost/shop', 'mariadb'],
  ['shop.duckdb', 'duckdb'],
  ['orders.PARQUET', 'duckdb'],
  ['orders.csv', 'duckdb'],
])('takes %s for %s', (url, kind) => {
  expect(engineOf(url)).toBe(kind);
});

it('opens a file by its path and by its URL', async () => {
  const path = testFile('CREATE TABLE t(a); INSERT INTO t VALUES (1)');
  for (const url of [path, pathToFileURL(path).href]) {
    const engine = await openEngine(url);
    onTestFinished(() => engine.close());
    expect((await ask(engine, 'SELECT a FROM t')).rows).toEqual([[1]]);
  }
});

it('says with which command a driver comes that is not there, and hides no other failure', async () => {
  const missing = loadDriver(
    () => import('no-driver-of-this-name' as string),
    'Some database',
    'pg@8 pg-cursor@2',
  );
  await expect(missing).rejects.toMatchObject({
    code: 'unavailable',
    hint: 'Start with: npx -y -p @ashlar/sql -p pg@8 -p pg-cursor@2 ashlar-sql …',
  });
  const broken = join(testFolder(), 'broken.mjs');
  writeFileSync(broken, 'throw new Error("broken")');
  await expect(loadDriver(() => import(pathToFileURL(broken).href), 'Some database', 'x')).rejects.toThrow(
    'broken',
  );
});

it('says which Node it needs instead of ending without a word', () => {
  for (const old of ['18.20.0', '20.19.0', '22.13.9']) expect(() => requireNode(old)).toThrow('22.14');
  for (const good of ['22.14.0', '22.20.1', '24.0.0']) expect(() => requireNode(good)).not.toThrow();
});
