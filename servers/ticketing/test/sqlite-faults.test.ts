import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import { anew, somebody } from './own-desk.ts';
import { type Killing, ownFaults } from './own-faults.ts';
import { openDesk, startWorker, testFolder } from './sqlite-desk.ts';

/** A kill takes nothing from the system that was written: so it need not be on a disk, which takes its time. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : undefined;
/** 10,000 writes, where that takes seconds, or where nobody waits. */
const LONG: Killing = { kills: 10, writes: 1_000, mostMs: 30_000 };
const killing = MEMORY !== undefined || process.env.CI !== undefined ? { killing: LONG } : {};

const ann = somebody('ann');

ownFaults('the embedded tracker', async () => {
  const { file, tracker } = await openDesk({ file: join(testFolder(MEMORY), 'tickets.db') });
  return {
    tracker,
    ...killing,
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
  const entries = '(SELECT ticket, count(*) AS entries FROM event GROUP BY ticket)';
  expect(count(`ticket LEFT JOIN ${entries} ON ticket = row WHERE rev IS NOT entries`)).toBe(0);
  expect(count("event WHERE what = 'commented'")).toBe(count('comment'));
  expect(count('ticket')).toBe(count(`words('"1_write"')`));
  expect(count('ticket')).toBe(count("intent WHERE kind = 'create'"));
  database.close();
}

/** Runs something on a disk of 2 MB in memory, which only it sees; undefined where the system does not let us. */
function onSmallDisk(folder: string, command: string): string[] | undefined {
  const namespace = process.getuid?.() === 0 ? '-m' : '-rm';
  const mount = `mount -t tmpfs -o size=2m tmpfs '${folder}'`;
  const run = (script: string) =>
    execFileSync('unshare', [namespace, 'sh', '-c', script], { encoding: 'utf8', stdio: 'pipe' });
  try {
    run(mount);
  } catch {
    return undefined;
  }
  return run(`${mount} && exec ${command}`).trim().split('\n');
}

it('on a disk that is full changes nothing, reads on, and goes on where there is space again', ({ skip }) => {
  const folder = testFolder();
  const worker = join(import.meta.dirname, 'sqlite-worker.ts');
  const lines = onSmallDisk(folder, `"${process.execPath}" "${worker}" fill "${join(folder, 'tickets.db')}"`);
  skip(lines === undefined, 'no file system can be mounted here');
  const said = JSON.parse(lines?.at(-1) ?? '');
  expect(said.made).toBeGreaterThan(10);
  expect(said.refused).toEqual(
    Array(said.refused.length).fill('unavailable: The disk is full or fails. Nothing was changed.'),
  );
  expect(said.refused.length).toBeGreaterThanOrEqual(20);
  expect(said).toMatchObject({
    found: true,
    // Of tickets, their entries, their words and their keys: of each as many as were answered.
    whenFull: Array(4).fill(said.made),
    after: `OPS-${said.made + 1}`,
    whole: 'ok',
  });
});

it.skipIf(process.platform === 'win32')(
  'in a file that may not grow any more says so, and goes on to read',
  async () => {
    const file = join(testFolder(), 'tickets.db');
    const worker = join(import.meta.dirname, 'sqlite-worker.ts');
    const command = `ulimit -f 1200; exec "${process.execPath}" "${worker}" grow "${file}"`;
    const lines = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim().split('\n');
    expect(lines.at(-2)).toBe('unavailable: The disk is full or fails. Nothing was changed.');
    expect(lines.at(-1)).toBe('true');
    const made = lines.filter((line) => line.startsWith('OPS-'));
    const { tracker } = await openDesk({ file });
    expect(await tracker.get(ann, made.at(-1) ?? '')).toMatchObject({ rev: '1' });
    expect((await tracker.create(ann, { title: 'Next', body: '' }, anew())).id).toBe(
      `OPS-${made.length + 1}`,
    );
  },
);

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
