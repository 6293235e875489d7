import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { engineOf, openEngine } from '../src/open-engine.ts';
import { ask, testFile } from './sqlite-file.ts';

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
