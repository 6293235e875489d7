import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contender, type Row, table } from '@ashlar/kit/bench';
import { installed } from './installed.ts';
import { reads } from './reads.ts';
import { searches } from './searches.ts';
import { starts } from './starts.ts';
import { makeTree } from './tree.ts';

/** The published reference server that ours is measured beside. */
const PEER = '@modelcontextprotocol/server-filesystem@2026.8.31';

const folder = join(import.meta.dirname, '..', '.cache', 'bench');
const bin = join(import.meta.dirname, '..', 'dist', 'main.js');

/** Measures this server and the reference server, turn by turn, and prints what is held and whether it holds. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tree = await makeTree(join(folder, 'tree'));
  const work = join(folder, 'work');
  await rm(work, { recursive: true, force: true });
  await mkdir(work);
  const { rows: installRows, peerBin } = await installed(folder, PEER);
  const node = (name: string, script: string, root: string): Contender => ({
    name,
    command: process.execPath,
    args: [script, root],
  });
  const pair = (root: string) => ({ ours: node('ours', bin, root), peer: node('reference', peerBin, root) });
  const rows: Row[] = [
    ...(await starts(pair(work))),
    ...(await reads(pair(work), work)),
    ...(await searches(pair(tree))),
    ...installRows,
  ];
  const { text, holds } = table(rows, PEER.split('/')[1] ?? PEER);
  console.log(`Node ${process.version}, ${process.platform}-${process.arch}\n\n${text}`);
  process.exitCode = holds ? 0 : 1;
}

await main();
