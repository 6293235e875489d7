import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { OPEN } from '../src/policy/policy.ts';
import { Pool } from '../src/process/pool.ts';
import { SQLITE_CHILD } from '../src/process/program-url.ts';
import { busy, canSeeWork } from './busy.ts';
import { ask, ENDLESS, testEngine, testFile } from './sqlite-file.ts';

const WITHOUT_A_ROW = `${ENDLESS} SELECT max(x) FROM c`;

it('stops a query that gives no row at its time, and answers others meanwhile', async () => {
  const engine = await testEngine(testFile());
  await ask(engine, 'SELECT 1');
  const endless = ask(engine, WITHOUT_A_ROW, [], { timeoutMs: 1_500 });
  const stopped = expect(endless).rejects.toMatchObject({ code: 'timeout' });
  expect((await ask(engine, 'SELECT 2')).rows).toEqual([[2]]);
  await stopped;
  expect((await ask(engine, 'SELECT 3')).rows).toEqual([[3]]);
});

it.skipIf(!canSeeWork)('stops a query when its caller has gone, and ends its process', async () => {
  const pool = poolOn(testFile());
  const controller = new AbortController();
  const order = { kind: 'run', sql: WITHOUT_A_ROW, params: [], caps: DEFAULT_CAPS } as const;
  const endless = pool.ask<'run'>(order, { caps: DEFAULT_CAPS, signal: controller.signal });
  await expect.poll(() => pool.pids.some(busy), { timeout: 5_000 }).toBe(true);
  const working = pool.pids.filter(busy);
  controller.abort();
  await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => working.filter(alive)).toEqual([]);
});

it('does not start what was cancelled before, and forgets what waits', async () => {
  const pool = poolOn(testFile(), 1);
  const order = { kind: 'run', sql: WITHOUT_A_ROW, params: [], caps: DEFAULT_CAPS } as const;
  const terms = (signal: AbortSignal) => ({ caps: DEFAULT_CAPS, signal });
  await expect(pool.ask<'run'>(order, terms(AbortSignal.abort()))).rejects.toMatchObject({
    code: 'cancelled',
  });
  const first = new AbortController();
  const second = new AbortController();
  const running = expect(pool.ask<'run'>(order, terms(first.signal))).rejects.toMatchObject({
    code: 'cancelled',
  });
  const waiting = expect(pool.ask<'run'>(order, terms(second.signal))).rejects.toMatchObject({
    code: 'cancelled',
  });
  const third = pool.ask<'run'>({ ...order, sql: 'SELECT 3' }, { caps: DEFAULT_CAPS });
  second.abort();
  await waiting;
  first.abort();
  await running;
  expect((await third).rowsText).toBe('[[3]]');
});

it('lets nobody wait for a process for longer than a question may take', async () => {
  const pool = poolOn(testFile(), 1);
  const order = { kind: 'run', sql: WITHOUT_A_ROW, params: [], caps: DEFAULT_CAPS } as const;
  const first = new AbortController();
  const running = expect(
    pool.ask<'run'>(order, { caps: DEFAULT_CAPS, signal: first.signal }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  const waiting = pool.ask<'run'>(order, { caps: { ...DEFAULT_CAPS, timeoutMs: 50 } });
  await expect(waiting).rejects.toMatchObject({ code: 'timeout' });
  const next = pool.ask<'run'>({ ...order, sql: 'SELECT 3' }, { caps: DEFAULT_CAPS });
  first.abort();
  await running;
  expect((await next).rowsText).toBe('[[3]]');
});

it('asks one question after the other with the same two processes', async () => {
  const pool = poolOn(testFile());
  const order = { kind: 'run', sql: 'SELECT 1', params: [], caps: DEFAULT_CAPS } as const;
  await pool.ask<'run'>(order, { caps: DEFAULT_CAPS });
  const { pids } = pool;
  for (let n = 0; n < 5; n++) await pool.ask<'run'>(order, { caps: DEFAULT_CAPS });
  expect(pids).toHaveLength(2);
  expect(pool.pids).toEqual(pids);
});

it('starts no further process for what is answered at once', async () => {
  const pool = poolOn(testFile());
  const order = { kind: 'run', sql: 'SELECT 1', params: [], caps: DEFAULT_CAPS } as const;
  const both = () => Promise.all([1, 2].map(() => pool.ask<'run'>(order, { caps: DEFAULT_CAPS })));
  await both();
  let alone = 0;
  for (let round = 0; round < 30; round++) {
    const asked = both();
    await nextTurn();
    if (pool.pids.length === 2) alone += 1;
    await asked;
  }
  expect(alone).toBeGreaterThan(0);
});

it('refuses to let more wait than it may', async () => {
  const engine = await testEngine(testFile(), { working: 1, waiting: 0 });
  const endless = expect(ask(engine, WITHOUT_A_ROW, [], { timeoutMs: 1_000 })).rejects.toMatchObject({
    code: 'timeout',
  });
  await expect(ask(engine, 'SELECT 1')).rejects.toMatchObject({ code: 'limited', retryAfterMs: 1_000 });
  await endless;
});

it.each([
  ['a blob of half a gigabyte', 'SELECT zeroblob(500000000) AS z'],
  ['a text that grows', `${ENDLESS} SELECT group_concat(x || hex(zeroblob(100000))) FROM c`],
  ['a sort without an end', `${ENDLESS} SELECT x, hex(zeroblob(10000)) AS y FROM c ORDER BY y`],
])('stops %s at its bound of memory', async (_, sql) => {
  const engine = await testEngine(testFile(), { memory: 250_000_000 });
  await expect(ask(engine, sql, [], { timeoutMs: 15_000 })).rejects.toMatchObject({ code: 'limited' });
  expect((await ask(engine, 'SELECT 1')).rows).toEqual([[1]]);
});

it.each([
  [
    'a join of six tables',
    'SELECT count(*) FROM t a, t b, t c, t d, t e, t f WHERE a.x + b.x + c.x + d.x + e.x + f.x < 0',
  ],
  ['views in views in views', 'SELECT count(*) FROM v12'],
])('stops %s', async (_, sql) => {
  const views = Array.from({ length: 12 }, (_, at) => {
    const below = at === 0 ? 't' : `v${at}`;
    return `CREATE VIEW v${at + 1} AS SELECT a.x FROM ${below} a, ${below} b;`;
  });
  const rows = `CREATE TABLE t(x); ${ENDLESS} INSERT INTO t SELECT x FROM c LIMIT 1000;`;
  const engine = await testEngine(testFile(rows + views.join('\n')));
  await expect(ask(engine, sql, [], { timeoutMs: 500 })).rejects.toMatchObject({
    code: expect.stringMatching(/timeout|invalid_input|limited/),
  });
  expect((await ask(engine, 'SELECT 1')).rows).toEqual([[1]]);
});

it('fails what runs when it is closed, and leaves no process', async () => {
  const pool = poolOn(testFile());
  const order = { kind: 'run', sql: WITHOUT_A_ROW, params: [], caps: DEFAULT_CAPS } as const;
  const endless = expect(pool.ask<'run'>(order, { caps: DEFAULT_CAPS })).rejects.toMatchObject({
    code: 'unavailable',
  });
  const { pids } = pool;
  await pool.close();
  await endless;
  expect(pids.filter(alive)).toEqual([]);
  await expect(pool.ask<'run'>(order, { caps: DEFAULT_CAPS })).rejects.toMatchObject({ code: 'unavailable' });
});

it.skipIf(!canSeeWork)('ends with the process that asked, also when that one was killed', async () => {
  const script = `import { OPEN } from ${JSON.stringify(new URL('../src/policy/policy.ts', import.meta.url).href)};
    import { Pool } from ${JSON.stringify(new URL('../src/process/pool.ts', import.meta.url).href)};
    const program = new URL(${JSON.stringify(SQLITE_CHILD.href)});
    const pool = new Pool({ policy: OPEN, path: process.argv[1], program, memory: 5e8, working: 1, waiting: 0 });
    const caps = { rows: 1, bytes: 1000, cell: 9, timeoutMs: 60000 };
    pool.ask({ kind: 'run', sql: ${JSON.stringify(WITHOUT_A_ROW)}, params: [], caps }, { caps });
    const telling = setInterval(() => {
      if (pool.pids.length < 2) return;
      clearInterval(telling);
      process.stderr.write(pool.pids.join(' ') + '\\n');
    }, 10);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script, testFile()], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = await once(parent.stderr, 'data');
  const pids = String(line).trim().split(' ').map(Number);
  await expect.poll(() => pids.some(busy), { timeout: 15_000 }).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => pids.filter(alive), { timeout: 5_000 }).toEqual([]);
});

function poolOn(path: string, working = 2): Pool {
  const options = { path, program: SQLITE_CHILD, policy: OPEN, memory: 500_000_000 };
  const pool = new Pool({ ...options, working, waiting: 8 });
  onTestFinished(() => pool.close());
  return pool;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
