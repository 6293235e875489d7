import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installPacked, installPinned, type Row, table, type Weight } from '@ashlar/kit/bench';
import { answers } from './answers.ts';
import { catalog } from './catalog.ts';
import { oursOn, type Pair, PEER, peerOn } from './contenders.ts';
import { ordersDatabases, sampleDatabases } from './databases.ts';
import { endless } from './endless.ts';
import { starts } from './starts.ts';

const folder = join(import.meta.dirname, '..', '.cache', 'bench');

interface Measured {
  /** The pair on a database; `options` are for ours. */
  on(databases: { ours: string; peer: string }, ...options: string[]): Pair;
  peer: Weight;
}

const PARTS: Readonly<Record<string, (measured: Measured) => Promise<Row[]>>> = {
  starts: ({ on }) => starts(on(ordersDatabases(folder))),
  answers: ({ on }) => answers(on(ordersDatabases(folder))),
  catalog: ({ on }) => catalog(on(sampleDatabases(folder))),
  endless: ({ on }) => endless(on(ordersDatabases(folder), '--timeout', '1')),
  installs: ({ peer }) => installs(peer),
};

/** Measures this server and its peer, turn by turn, and prints what is held and whether it holds. */
async function main(): Promise<void> {
  const parts = asked();
  mkdirSync(folder, { recursive: true });
  const peerFolder = join(folder, 'install-peer');
  const peer = await installPinned(PEER, peerFolder);
  const on: Measured['on'] = (databases, ...options) => ({
    ours: oursOn(databases.ours, ...options),
    peer: peerOn(databases.peer, join(peerFolder, 'node_modules')),
  });
  const rows: Row[] = [];
  for (const part of parts) {
    console.error(`measuring ${part} …`);
    rows.push(...((await PARTS[part]?.({ on, peer })) ?? []));
  }
  const { text, holds } = table(rows, `dbhub ${PEER.version}`);
  const machine = `Node ${process.version}, ${process.platform}-${process.arch}, ${availableParallelism()} cores`;
  console.log(`${machine}:\n\n${text}`);
  process.exitCode = holds ? 0 : 1;
}

/** What each weighs, installed alone; ours without the drivers of other databases, which are installed by who uses them. */
async function installs(peer: Weight): Promise<Row[]> {
  const ours = await installPacked(join(import.meta.dirname, '..'), folder);
  return [
    { what: 'install', ours: ours.megabytes, peer: peer.megabytes, unit: 'MB', bound: { value: 50 } },
    { what: 'packages installed', ours: ours.packages, peer: peer.packages, unit: '' },
  ];
}

/** `[--parts starts,answers,…]`; anything else ends the process. */
function asked(): string[] {
  const all = Object.keys(PARTS);
  const { values } = parseArgs({ options: { parts: { type: 'string', default: all.join() } } });
  const chosen = values.parts.split(',');
  if (chosen.some((name) => !all.includes(name))) {
    console.error(`npm run bench -- sql [--parts ${all.join()}]`);
    process.exit(2);
  }
  return all.filter((name) => chosen.includes(name));
}

await main();
