import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Row, table } from '@ashlar/kit/bench';
import { type Contenders, contendersFor } from './contenders.ts';
import { domain } from './domain.ts';
import { indexing } from './indexing.ts';
import { installs } from './installs.ts';
import { links } from './links.ts';
import { makeVault } from './make-vault.ts';
import { type Installed, installPeer, PEERS } from './peers.ts';
import { searches } from './searches.ts';
import { starts } from './starts.ts';

type Part = (contenders: Contenders, peers: readonly Installed[]) => Row[] | Promise<Row[]>;

const folder = join(import.meta.dirname, '..', '.cache', 'bench');
/** In this order: the first leaves the index that the others find. */
const PARTS: Readonly<Record<string, Part>> = {
  indexing,
  starts,
  links,
  domain,
  searches,
  installs: (_, peers) => installs(folder, peers),
};

/** Measures this server and its peers, turn by turn, and prints what is held and whether it holds. */
async function main(): Promise<void> {
  const { notes, parts } = asked();
  mkdirSync(folder, { recursive: true });
  const vault = makeVault(join(folder, `vault-${notes}`), notes);
  const installed: Installed[] = [];
  for (const [at, peer] of PEERS.entries())
    installed.push(await installPeer(peer, join(folder, `install-peer-${at}`)));
  const contenders = contendersFor({ vault, notes, cache: join(folder, `cache-${notes}`) }, installed);
  const rows: Row[] = [];
  for (const part of parts) {
    console.error(`measuring ${part} …`);
    rows.push(...((await PARTS[part]?.(contenders, installed)) ?? []));
  }
  const { text, holds } = table(
    rows,
    ...PEERS.map(({ name, version }) => `${name.split('/').at(-1)} ${version}`),
  );
  const machine = `Node ${process.version}, ${process.platform}-${process.arch}, ${availableParallelism()} cores`;
  console.log(`${notes.toLocaleString('en')} notes; ${machine}:\n\n${text}`);
  process.exitCode = holds ? 0 : 1;
}

/** `[notes] [--parts indexing,starts,…]`; anything else ends the process. */
function asked(): { notes: number; parts: string[] } {
  const all = Object.keys(PARTS);
  const { values, positionals } = parseArgs({
    options: { parts: { type: 'string', default: all.join() } },
    allowPositionals: true,
  });
  const notes = Number(positionals[0] ?? 10_000);
  const chosen = values.parts.split(',');
  const unknown = chosen.filter((name) => !all.includes(name));
  if (!Number.isInteger(notes) || notes < 1_000 || positionals.length > 1 || unknown.length > 0) {
    console.error(`npm run bench -- vault [notes, 1000 or more] [--parts ${all.join()}]`);
    process.exit(2);
  }
  return { notes, parts: all.filter((name) => chosen.includes(name)) };
}

await main();
