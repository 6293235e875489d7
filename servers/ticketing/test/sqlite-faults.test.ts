import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_WORKFLOW } from '../src/sqlite/default-workflow.ts';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import { anew, openDesk, somebody, startWorker, testFolder } from './sqlite-desk.ts';

/** A kill takes nothing from the system that was written: so it need not be on a disk, which takes its time. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : undefined;
const isLong = MEMORY !== undefined || process.env.CI !== undefined;
/** Kills, writes before each, and milliseconds after which it comes all the same: 10,000 writes, where it is long. */
const [KILLS, WRITES, MOST_MS] = isLong ? [10, 1_000, 30_000] : [5, 200, 1_500];

const ann = somebody('ann');

describe('two processes on one file', () => {
  it('claim a thousand tickets, and each has one winner', async () => {
    const { file, tracker } = await openDesk();
    for (let at = 0; at < 1_000; at++) await tracker.create(ann, { title: `Ticket ${at}`, body: '' }, anew());
    const start = String(Date.now() + 1_000);
    const workers = ['bob', 'zoe'].map((name) => startWorker('claim', file, name, '1000', start));
    const [bob = [], zoe = []] = await Promise.all(workers.map(({ ended }) => ended));
    const won = [bob, zoe].map((lines) => lines.filter((line) => line.startsWith('won')));
    expect(won.flat().sort()).toEqual(Array.from({ length: 1_000 }, (_, at) => `won ${at + 1}`).sort());
    expect([...bob, ...zoe].filter((line) => line === 'conflict')).toHaveLength(1_000);
    // Otherwise they were not at it at the same time.
    expect(won.every((lines) => lines.length > 0)).toBe(true);
    for (const [at, name] of ['bob', 'zoe'].entries()) {
      const number = won[at]?.[0]?.slice('won '.length);
      expect((await tracker.get(ann, `OPS-${number}`)).claimedBy).toBe(name);
    }
  }, 60_000);

  it('create fifty times with one key, and there is one ticket', async () => {
    const { file, tracker } = await openDesk();
    const said = await Promise.all([25, 25].map((count) => startWorker('create', file, String(count)).ended));
    const lines = said.flat();
    expect(lines).toHaveLength(50);
    expect(lines.filter((line) => line === 'OPS-1 false')).toHaveLength(1);
    expect(lines.filter((line) => line === 'OPS-1 true')).toHaveLength(49);
    expect((await tracker.search(ann, {}, { limit: 9 })).items).toHaveLength(1);
  }, 30_000);
});

it(
  'loses nothing that was answered, and leaves nothing half, when it is killed in the middle of writes',
  async () => {
    const file = join(testFolder(MEMORY), 'tickets.db');
    let writes = 0;
    for (let round = 0; round < KILLS; round++) {
      // Who is told late of what it has written kills it late: so it has an end of its own.
      const worker = startWorker('write', file, String(WRITES));
      await worker.begun;
      await Promise.race([worker.lines(WRITES), pause(MOST_MS)]);
      await pause(Math.random() * 20);
      worker.child.kill('SIGKILL');
      const told = await worker.ended;
      writes += told.length;
      const database = new Sqlite(file);
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(database.pragma('foreign_key_check')).toEqual([]);
      // What belongs together is there together: each state has its entry, its comment, its words.
      const count = (sql: string) =>
        (database.prepare(`SELECT count(*) AS n FROM ${sql}`).get() as { n: number }).n;
      const entries = '(SELECT ticket, count(*) AS entries FROM event GROUP BY ticket)';
      expect(count(`ticket LEFT JOIN ${entries} ON ticket = row WHERE rev IS NOT entries`)).toBe(0);
      expect(count("event WHERE what = 'commented'")).toBe(count('comment'));
      expect(count('ticket')).toBe(count(`words('"1_write"')`));
      expect(count('ticket')).toBe(count("intent WHERE kind = 'create'"));
      const revs = new Map(
        (database.prepare('SELECT number, rev FROM ticket').all() as { number: number; rev: number }[]).map(
          ({ number, rev }) => [`OPS-${number}`, rev],
        ),
      );
      for (const line of told) {
        const [id = '', rev] = line.split(' ');
        expect(revs.get(id), line).toBeGreaterThanOrEqual(Number(rev));
      }
      database.close();
    }
    expect(writes).toBeGreaterThanOrEqual(isLong ? KILLS * WRITES : 20);
  },
  60_000 + KILLS * MOST_MS,
);

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
