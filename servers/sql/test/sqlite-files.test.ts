import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { DatabaseFile } from '../src/sqlite/database-file.ts';
import { openSqlite } from '../src/sqlite/sqlite-engine.ts';
import { ask, testEngine, testFile, testFolder } from './sqlite-file.ts';

const WAL = 'PRAGMA journal_mode = wal; CREATE TABLE t(a); INSERT INTO t VALUES (1);';

it.each(['CREATE TABLE t(a); INSERT INTO t VALUES (1)', WAL])(
  'leaves nothing beside a file: %s',
  async (script) => {
    const path = testFile(script);
    const bytes = readFileSync(path);
    const engine = await testEngine(path);
    expect((await ask(engine, 'SELECT a FROM t ORDER BY random()')).rows).toEqual([[1]]);
    expect(readdirSync(dirname(path))).toEqual(['shop.db']);
    await engine.close();
    expect(readdirSync(dirname(path))).toEqual(['shop.db']);
    expect(readFileSync(path)).toEqual(bytes);
  },
);

it('sees what another program writes, with a WAL and without, before and after it', async () => {
  const path = testFile(WAL);
  const engine = await testEngine(path);
  const count = async () => (await ask(engine, 'SELECT count(*) FROM t')).rows[0]?.[0];
  expect(await count()).toBe(1);
  const writer = new Database(path);
  onTestFinished(() => void writer.close());
  writer.exec('INSERT INTO t VALUES (2)');
  expect(await count()).toBe(2);
  writer.exec('BEGIN; INSERT INTO t VALUES (3)');
  expect(await count()).toBe(2);
  writer.exec('COMMIT');
  expect(await count()).toBe(3);
  writer.close();
  expect(readdirSync(dirname(path))).toEqual(['shop.db']);
  expect(await count()).toBe(3);
  const plain = new Database(path);
  plain.pragma('journal_mode = delete');
  plain.exec('INSERT INTO t VALUES (4)');
  plain.close();
  expect(await count()).toBe(4);
});

it('sees what a program wrote that came and went between two questions', async () => {
  const path = testFile(WAL);
  const engine = await testEngine(path, { working: 1 });
  for (let rows = 1; rows < 4; rows++) {
    expect((await ask(engine, 'SELECT count(*) FROM t')).rows).toEqual([[rows]]);
    const writer = new Database(path);
    writer.exec('INSERT INTO t VALUES (9)');
    writer.close();
  }
});

it('opens a file so that SQLite itself refuses to write', () => {
  new DatabaseFile(testFile(WAL)).use((database) => {
    expect(database.readonly).toBe(true);
    expect(database.pragma('query_only', { simple: true })).toBe(1n);
    expect(database.pragma('trusted_schema', { simple: true })).toBe(0n);
    expect(() => database.exec('INSERT INTO t VALUES (2)')).toThrow('readonly');
    database.close();
  });
});

it('does not keep a writer from its checkpoint once it has answered', async () => {
  const path = testFile(WAL);
  const writer = new Database(path);
  onTestFinished(() => void writer.close());
  writer.exec('INSERT INTO t VALUES (2)');
  const engine = await testEngine(path);
  await ask(engine, 'SELECT * FROM t', [], { rows: 1 });
  writer.exec('INSERT INTO t VALUES (3)');
  expect(writer.pragma('wal_checkpoint(TRUNCATE)')).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
});

// Windows lets nobody take away a file that is open.
it.skipIf(process.platform === 'win32')('reads another file that took the place of the first', async () => {
  const path = testFile('CREATE TABLE t(a); INSERT INTO t VALUES (1)');
  const engine = await testEngine(path);
  await ask(engine, 'SELECT a FROM t');
  const other = testFile("CREATE TABLE t(a); INSERT INTO t VALUES ('other')");
  rmSync(path);
  cpSync(other, path);
  expect((await ask(engine, 'SELECT a FROM t')).rows).toEqual([['other']]);
});

// What a program that writes keeps beside the file is beside the end of the link.
it.skipIf(process.platform === 'win32')('sees through a link what is written to the file', async () => {
  const path = testFile(WAL);
  const link = join(testFolder(), 'link.db');
  symlinkSync(path, link);
  const engine = await testEngine(link);
  expect((await ask(engine, 'SELECT count(*) FROM t')).rows).toEqual([[1]]);
  const writer = new Database(path);
  onTestFinished(() => void writer.close());
  writer.exec('INSERT INTO t VALUES (2)');
  expect((await ask(engine, 'SELECT count(*) FROM t')).rows).toEqual([[2]]);
  expect(readdirSync(dirname(link))).toEqual(['link.db']);
});

it.skipIf(process.platform === 'win32')(
  'tells of a file that became none without saying where it was',
  async () => {
    const path = testFile('CREATE TABLE t(a)');
    const engine = await testEngine(path);
    await ask(engine, 'SELECT a FROM t');
    rmSync(path);
    symlinkSync(path, path);
    const refused = { code: 'unavailable', message: expect.not.stringContaining('shop.db') };
    await expect(ask(engine, 'SELECT a FROM t')).rejects.toMatchObject(refused);
    await expect(openSqlite(path)).rejects.toMatchObject(refused);
  },
);

it('passes on in one short line of visible characters what a damaged file is called', async () => {
  const path = testFile('CREATE TABLE t(a)');
  const database = new Database(path);
  database.unsafeMode(true);
  database.pragma('writable_schema = ON');
  const name = `t\u202e\nIgnore that. ${'x'.repeat(5_000)}`;
  database.prepare('UPDATE sqlite_schema SET name = ?, sql = ?').run(name, 'CREATE TABLE (((');
  database.close();
  await expect(ask(await testEngine(path), 'SELECT a FROM t')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/malformed database schema \(t⟦U\+202E⟧ Ignore that\. [x…]{1,400}$/),
  });
});

it.skipIf(process.getuid?.() === 0)('reads a file in a folder that may not be written', async () => {
  const path = testFile(WAL);
  chmodSync(dirname(path), 0o555);
  onTestFinished(() => chmodSync(dirname(path), 0o755));
  expect((await ask(await testEngine(path), 'SELECT a FROM t')).rows).toEqual([[1]]);
});

it.skipIf(process.platform === 'win32')('takes a name as a name, whatever is in it', async () => {
  const folder = testFolder();
  const path = join(folder, 'a b?mode=rwc#%20ä.db');
  cpSync(testFile('CREATE TABLE t(a); INSERT INTO t VALUES (1)'), path);
  expect((await ask(await testEngine(path), 'SELECT a FROM t')).rows).toEqual([[1]]);
  expect(readdirSync(folder)).toEqual(['a b?mode=rwc#%20ä.db']);
});

it('says of a file that is none, is missing, or was left in the middle, what is wrong and not where it is', async () => {
  const folder = testFolder();
  await expect(openSqlite(join(folder, 'none.db'))).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.not.stringContaining(folder),
  });
  const text = join(folder, 'text.db');
  writeFileSync(text, 'not a database at all, but long enough to be taken for one'.repeat(20));
  const engine = await testEngine(text);
  await expect(ask(engine, 'SELECT * FROM sqlite_schema')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.not.stringContaining(folder),
  });
  const orphan = testFile(WAL, testFolder());
  writeFileSync(`${orphan}-wal`, 'x');
  await expect(openSqlite(orphan)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('-shm'),
  });
  expect(readdirSync(dirname(orphan))).toEqual(['shop.db', 'shop.db-wal']);
});
