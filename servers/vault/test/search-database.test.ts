import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fieldsOf } from '../src/search/fields.ts';
import { openDatabase } from '../src/search/open-database.ts';
import { SCHEMA } from '../src/search/schema.ts';
import { loadSqlite } from '../src/search/sqlite.ts';
import { Store } from '../src/search/store.ts';
import { temporaryFolder } from './disk-vault.ts';

const VAULT = '/some/vault';
const file = () => join(temporaryFolder(), 'new', 'vault', 'index.db');

function open(path: string | undefined, vault = VAULT) {
  const opened = openDatabase(path, vault);
  if (opened === undefined) throw new Error('no SQLite');
  const store = new Store(opened.database);
  onTestFinished(() => {
    try {
      store.close();
    } catch {
      // closed by the test
    }
  });
  return { store, kept: opened.kept, database: opened.database };
}

function put(store: Store, path = 'a.md', text = 'apple'): number {
  return store.put({ path, size: 5, mtimeMs: 1_000, ctimeMs: 1_000 }, 'text', fieldsOf(path, text));
}

/** An index with one note in it. */
function kept(): string {
  const path = file();
  const { store } = open(path);
  put(store);
  store.commit();
  store.close();
  return path;
}

describe('an index that is kept', () => {
  it('has in the next run what it had, and belongs to this user alone', () => {
    const path = kept();
    const { store, kept: again } = open(path);
    expect(again).toBe(true);
    expect(store.find('a.md')).toMatchObject({ size: 5, mtimeMs: 1_000, ctimeMs: 1_000, kind: 'text' });
    expect(store.rank('"apple"')).toHaveLength(1);
    if (process.platform === 'win32') return;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });

  it('does not hold the text of a note', () => {
    const path = file();
    const { store } = open(path);
    put(store, 'a.md', 'zebra apple meadow zebra quiet');
    store.commit();
    store.close();
    expect(readFileSync(path).includes('zebra apple')).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('is made private again when others were let in', () => {
    const path = kept();
    chmodSync(path, 0o644);
    expect(open(path).kept).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  const tampered: [string, (path: string) => void][] = [
    [
      'is no database',
      (path) => writeFileSync(path, 'not a database, but long enough to be read as one '.repeat(100)),
    ],
    ['is cut off', (path) => writeFileSync(path, readFileSync(path).subarray(0, 20_000))],
    ['is damaged in the middle', (path) => writeFileSync(path, damaged(readFileSync(path)))],
    ['belongs to another program', (path) => edit(path, 'PRAGMA application_id=1')],
    ['is of an older making', (path) => edit(path, "UPDATE about SET value='0' WHERE name='content'")],
    [
      'was folded by other Unicode rules',
      (path) => edit(path, "UPDATE about SET value='1' WHERE name='unicode'"),
    ],
    ['is of another vault', (path) => edit(path, "UPDATE about SET value='/other' WHERE name='vault'")],
    [
      'brings a trigger',
      (path) => edit(path, 'CREATE TRIGGER words_x AFTER INSERT ON note BEGIN DELETE FROM note; END'),
    ],
    [
      'has no words for filters',
      (path) => edit(path, `DROP TABLE words; ${(SCHEMA.at(-1) ?? '').replace(', filters', '')}`),
    ],
    ['brings a view', (path) => edit(path, 'DROP TABLE note; CREATE VIEW note AS SELECT 1 AS id, 1 AS path')],
  ];
  it.each(tampered)('is begun anew when it %s', (_, tamper) => {
    const path = kept();
    tamper(path);
    const { store, kept: again } = open(path);
    expect(again).toBe(true);
    expect(store.ids()).toEqual([]);
    expect(store.rank('"apple"')).toHaveLength(0);
    put(store, 'b.md', 'bread');
    expect(store.rank('"bread"')).toHaveLength(1);
  });

  it('is private to a run while another process has it, and that one keeps what it has', async () => {
    const path = kept();
    const other = fork(join(import.meta.dirname, 'search-holder.ts'), [path, VAULT], { stdio: 'ignore' });
    onTestFinished(() => void other.kill());
    expect((await once(other, 'message'))[0]).toBe('true');
    const mine = open(path);
    expect(mine.kept).toBe(false);
    expect(mine.store.ids()).toEqual([]);
    put(mine.store, 'b.md', 'bread');
    other.send('close');
    await once(other, 'exit');
    mine.store.close();
    const { store, kept: again } = open(path);
    expect([again, store.find('a.md') !== undefined, store.find('b.md')]).toEqual([true, true, undefined]);
  });

  it.skipIf(process.platform === 'win32')('is private where its place is taken by a link or a folder', () => {
    const linked = file();
    const target = join(temporaryFolder(), 'precious');
    writeFileSync(target, 'precious');
    mkdirSync(dirname(linked), { recursive: true });
    symlinkSync(target, linked);
    expect(open(linked).kept).toBe(false);
    expect(readFileSync(target, 'utf8')).toBe('precious');
    const folder = file();
    mkdirSync(folder, { recursive: true });
    expect(open(folder).kept).toBe(false);
    expect(existsSync(folder)).toBe(true);
    const shared = kept();
    linkSync(shared, join(temporaryFolder(), 'second-name'));
    expect(open(shared).kept).toBe(false);
  });

  it('gives room back to the disk when it has much that it does not use', () => {
    const path = file();
    const { store, database } = open(path);
    const pages = () => Number(Object.values(database.prepare('PRAGMA page_count').get() ?? {})[0]);
    const ids = Array.from({ length: 400 }, (_, at) =>
      put(store, `${at}.md`, Array.from({ length: 3_000 }, (_, word) => `w${at}x${word}`).join(' ')),
    );
    store.commit();
    for (const id of ids) store.remove(id);
    store.commit();
    const full = pages();
    let steps = 0;
    while (store.shrink()) steps++;
    expect(steps).toBeGreaterThan(1);
    expect(pages()).toBeLessThan(full);
    put(store, 'b.md', 'bread');
    expect(store.rank('"bread"')).toHaveLength(1);
  });

  it('forgets the state of a note that was written in the very moment it was read', () => {
    const { store } = open(undefined);
    const now = Date.now();
    store.put({ path: 'a.md', size: 1, mtimeMs: now, ctimeMs: now }, 'text', undefined);
    expect(store.find('a.md')?.ctimeMs).toBe(-1);
  });
});

it('is none where Node has no SQLite, or one without full text search', () => {
  const { getBuiltinModule } = process;
  onTestFinished(() => {
    process.getBuiltinModule = getBuiltinModule;
  });
  class Without {
    prepare() {
      return { get: () => ({ used: 0 }) };
    }
    close() {}
  }
  for (const sqlite of [undefined, { DatabaseSync: Without }]) {
    process.getBuiltinModule = (() => sqlite) as unknown as typeof getBuiltinModule;
    expect(openDatabase(undefined, VAULT)).toBeUndefined();
  }
});

it('is loaded without a word on stderr, and swallows no other warning', async () => {
  const child = fork(join(import.meta.dirname, 'search-holder.ts'), [], { silent: true });
  let said = '';
  child.stderr?.on('data', (data) => {
    said += data;
  });
  await once(child, 'exit');
  expect(said).not.toContain('might change');
  expect(said).toContain('another warning');
  expect(said).toContain('SQLite, of which somebody else warns');
});

function damaged(bytes: Buffer): Buffer {
  return bytes.fill(0xa5, 16_384 * 2, 16_384 * 4);
}

function edit(path: string, sql: string): void {
  const sqlite = loadSqlite();
  if (sqlite === undefined) throw new Error('no SQLite');
  const database = new sqlite.DatabaseSync(path);
  database.exec(sql);
  database.close();
}
