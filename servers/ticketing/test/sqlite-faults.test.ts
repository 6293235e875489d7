import { execFileSync } from 'node:child_process';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import { anew, somebody } from './own-desk.ts';
import { ownFaults } from './own-faults.ts';
import { openDesk, startWorker, testFolder } from './sqlite-desk.ts';

const ann = somebody('ann');

ownFaults('the embedded tracker', async () => {
  const { file, tracker } = await openDesk();
  return {
    tracker,
    start: (job, ...args) => startWorker(job, file, ...args),
    checkWhole: () => checkFile(file),
  };
});

/** What belongs together is there together: each state has its entry, its comment, its words. */
function checkFile(file: string): void {
  const database = new Sqlite(file);
  const count = (sql: string) =>
    (database.prepare(`SELECT count(*) AS n FROM ${sql}`).get() as { n: number }).n;
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(database.pragma('foreign_key_check')).toEqual([]);
  expect(count('ticket WHERE rev <> (SELECT count(*) FROM event WHERE ticket = row)')).toBe(0);
  expect(count("event WHERE what = 'commented'")).toBe(count('comment'));
  expect(count('ticket')).toBe(count(`words('"1_write"')`));
  expect(count('ticket')).toBe(count("intent WHERE kind = 'create'"));
  database.close();
}

// Files of a limited size stand for a full disk: the system refuses to write on.
it.skipIf(process.platform === 'win32')('says that the disk is full, and goes on to read', async () => {
  const file = join(testFolder(), 'tickets.db');
  const worker = join(import.meta.dirname, 'sqlite-worker.ts');
  const command = `ulimit -f 1200; exec "${process.execPath}" "${worker}" grow "${file}"`;
  const lines = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim().split('\n');
  expect(lines.at(-2)).toBe('unavailable: The disk is full or fails. Nothing was changed.');
  expect(lines.at(-1)).toBe('true');
  const made = lines.filter((line) => line.startsWith('OPS-'));
  const { tracker } = await openDesk({ file });
  expect(await tracker.get(ann, made.at(-1) ?? '')).toMatchObject({ rev: '1' });
  expect((await tracker.create(ann, { title: 'Next', body: '' }, anew())).id).toBe(`OPS-${made.length + 1}`);
});

describe('a file that another program holds', () => {
  it('is waited for, while this process does other things', async () => {
    const { file, tracker } = await openDesk();
    await tracker.create(ann, { title: 'One', body: '' }, anew());
    const holder = startWorker('hold', file);
    await holder.begun;
    const writing = tracker.create(ann, { title: 'Two', body: '' }, anew());
    const turns: number[] = [];
    const ticking = setInterval(() => turns.push(performance.now()), 20);
    onTestFinished(() => clearInterval(ticking));
    expect((await tracker.search(ann, {}, { limit: 9 })).items).toHaveLength(1);
    await pause(600);
    expect(turns.length).toBeGreaterThan(3);
    holder.child.send('end');
    expect((await writing).id).toBe('OPS-2');
  });

  it('is not waited for by who has gone, nor for ever', async () => {
    const { file, tracker } = await openDesk();
    const holder = startWorker('hold', file);
    await holder.begun;
    const gone = tracker.create(
      ann,
      { title: 'One', body: '' },
      { ...anew(), signal: AbortSignal.timeout(200) },
    );
    await expect(gone).rejects.toMatchObject({ code: 'cancelled' });
    await expect(tracker.create(ann, { title: 'Two', body: '' }, anew())).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
      message: 'Another program holds the tickets and was not done in time.',
    });
    holder.child.send('end');
    await holder.ended;
    expect((await tracker.search(ann, {}, { limit: 9 })).items).toEqual([]);
  });
});

describe('the file', () => {
  it.skipIf(process.platform === 'win32')('is its owner’s alone', async () => {
    const file = join(testFolder(), 'new', 'tickets.db');
    const { tracker } = await openDesk({ file });
    await tracker.create(ann, { title: 'One', body: '' }, anew());
    for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  });

  const open = (file: string) => SqliteTracker.open({ file, projects: ['OPS'], workflow: DEFAULT_WORKFLOW });

  it('of another program or a later version is left alone', async () => {
    const foreign = join(testFolder(), 'foreign.db');
    const other = new Sqlite(foreign);
    other.exec('CREATE TABLE own(x); INSERT INTO own VALUES (1)');
    await expect(open(foreign)).rejects.toThrow('of another program');
    expect(other.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'own' }]);
    other.close();
    const { file } = await openDesk();
    const later = new Sqlite(file);
    later.pragma('user_version = 99');
    later.close();
    await expect(open(file)).rejects.toThrow('later version');
  });

  it('that is no database, or damaged, or may not be written, says so without its path', async () => {
    const text = join(testFolder(), 'text.db');
    writeFileSync(text, 'no database at all, but long enough to be looked at as one'.repeat(40));
    await expect(open(text)).rejects.toMatchObject({ code: 'unavailable', retryable: false });
    await expect(open(text)).rejects.not.toThrow(text);
    const { file, tracker } = await openDesk();
    tracker.close();
    // Root may write whatever the file says.
    if (process.getuid?.() === 0) return;
    chmodSync(file, 0o400);
    await expect(open(file)).rejects.toMatchObject({ code: 'unavailable', retryable: false });
  });

  it('is made once by two who start at the same time', async () => {
    const file = join(testFolder(), 'tickets.db');
    const said = await Promise.all([1, 1].map(() => startWorker('create', file, '1').ended));
    expect(said.flat().sort()).toEqual(['OPS-1 false', 'OPS-1 true']);
  });
});
