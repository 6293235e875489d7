import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { interleave, type Row, summarise, Wire } from '@ashlar/kit/bench';
import type { Pair } from './pair.ts';

const ROUNDS = 5;
const WARM_UP = 100;
const CALLS = 2_000;
const LINE = `${'0123456789'.repeat(7)}abcdefghi\n`;

interface Reading {
  p50: number;
  p99: number;
  bytes: number;
  memory: number;
}

/** Reads a file of 10 KB many times: latency, size of an answer, and memory afterwards. */
export async function reads({ ours, peer }: Pair, folder: string): Promise<Row[]> {
  const path = join(folder, 'ten-kilobytes.txt');
  await writeFile(path, LINE.repeat(128));
  const runs = await interleave(ROUNDS, {
    ours: () => readMany(ours, 'read', path),
    peer: () => readMany(peer, 'read_text_file', path),
  });
  const median = (of: 'ours' | 'peer', key: keyof Reading) =>
    summarise((runs[of] ?? []).map((run) => run[key])).median;
  const row = (what: string, key: keyof Reading, unit: string, bound?: Row['bound']): Row => ({
    what,
    ours: median('ours', key),
    peer: median('peer', key),
    unit,
    ...(bound !== undefined && { bound }),
  });
  return [
    row('read of 10 KB, p50', 'p50', 'ms', { ratio: 1 }),
    row('read of 10 KB, p99', 'p99', 'ms'),
    row('answer to it', 'bytes', 'bytes', { value: 10_700 }),
    row(`memory after ${CALLS.toLocaleString('en')} reads`, 'memory', 'MB', { ratio: 1.1 }),
  ];
}

async function readMany(contender: Pair['ours'], tool: string, path: string): Promise<Reading> {
  const wire = new Wire(contender);
  await wire.open();
  let bytes = 0;
  for (let i = 0; i < WARM_UP; i++) ({ bytes } = await wire.tool(tool, { path }));
  const times: number[] = [];
  for (let i = 0; i < CALLS; i++) times.push((await wire.tool(tool, { path })).ms);
  const memory = wire.memory().now;
  await wire.close();
  const { median: p50, p99 } = summarise(times);
  return { p50, p99, bytes, memory };
}
