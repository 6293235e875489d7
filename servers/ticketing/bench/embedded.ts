import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Row, summarise, table } from '@ashlar/kit/bench';
import { connectStdio, type TestClient } from '@ashlar/kit/testing';
import { makeTickets } from './make-tickets.ts';
import { randomFrom, textOf } from './words.ts';

const folder = join(import.meta.dirname, '..', '.cache', 'bench');
const PROGRAM = join(import.meta.dirname, '..', 'dist', 'main.js');
const CALLS = 200;

interface Measured {
  what: string;
  tool: string;
  input(random: () => number, at: number): Record<string, unknown>;
  /** Milliseconds at the median that are held. */
  bound?: number;
}

const MEASURED: readonly Measured[] = [
  {
    what: 'search, 1 to 3 words',
    tool: 'search_tickets',
    input: (random, at) => ({ query: textOf(random, 1 + (at % 3)) }),
    bound: 20,
  },
  { what: 'search, last changed', tool: 'search_tickets', input: () => ({ kind: 'open' }) },
  { what: 'search, a label', tool: 'search_tickets', input: (_, at) => ({ labels: [`l${at % 50}`] }) },
  {
    what: 'get',
    tool: 'get_ticket',
    input: (random) => ({ id: `TASK-${1 + Math.floor(random() * 90_000)}` }),
    bound: 1,
  },
  {
    what: 'find duplicates',
    tool: 'find_duplicates',
    input: (random) => ({ title: textOf(random, 8), body: textOf(random, 60) }),
    bound: 50,
  },
  {
    what: 'create, durable',
    tool: 'create_ticket',
    input: (random) => ({ title: textOf(random, 8), body: textOf(random, 60), force: true }),
    bound: 3,
  },
  {
    what: 'create, duplicates looked for',
    tool: 'create_ticket',
    input: (random) => ({ title: textOf(random, 8), body: textOf(random, 60) }),
  },
];

/** Measures the program over stdio on a file of so many tickets. Gives whether all that is held holds. */
export async function embedded(count: number): Promise<boolean> {
  mkdirSync(folder, { recursive: true });
  const made = join(folder, `tickets-${count}.db`);
  await makeTickets(made, count);
  const file = join(folder, 'used.db');
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  copyFileSync(made, file);
  const client = await connectStdio('v2', { command: process.execPath, args: [PROGRAM, '--file', file] });
  // What is durable takes one of these at least.
  const rows: Row[] = [
    { what: 'one flush of this disk, p50', ours: flushOf(folder), peer: undefined, unit: 'ms' },
  ];
  for (const measured of MEASURED) rows.push(...(await measure(client, measured)));
  await client.close();
  const { text, holds } = table(rows);
  const machine = `Node ${process.version}, ${process.platform}-${process.arch}, ${availableParallelism()} cores`;
  console.log(`Embedded, ${count.toLocaleString('en')} tickets; ${machine}:\n\n${text}`);
  return holds;
}

/** Milliseconds, at the median, for 4 KB to be on the disk. */
function flushOf(place: string): number {
  const path = join(place, 'flush');
  const file = openSync(path, 'w');
  const times = Array.from({ length: 50 }, () => {
    const start = performance.now();
    writeSync(file, Buffer.alloc(4_096));
    fsyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  rmSync(path);
  return summarise(times).median;
}

async function measure(client: TestClient, { what, tool, input, bound }: Measured): Promise<Row[]> {
  // Nothing that was asked before: it would be known.
  const random = randomFrom(what.length);
  const times: number[] = [];
  for (let at = 0; at < CALLS; at++) {
    const asked = input(random, at);
    const start = performance.now();
    const { isError, content } = await client.call(tool, asked);
    times.push(performance.now() - start);
    if (isError) throw new Error(`${tool}: ${content[0]?.text}`);
  }
  const { median, p99 } = summarise(times.slice(CALLS / 10));
  const row = (name: string, ours: number): Row => ({ what: name, ours, peer: undefined, unit: 'ms' });
  return [
    { ...row(`${what}, p50`, median), ...(bound === undefined ? {} : { bound: { value: bound } }) },
    row(`${what}, p99`, p99),
  ];
}
