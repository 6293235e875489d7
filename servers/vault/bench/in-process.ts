import { setTimeout } from 'node:timers/promises';
import { summarise } from '@ashlar/kit/bench';
import { incoming } from '../src/graph/edges.ts';
import { resolveLink } from '../src/resolve/resolve-link.ts';
import { openVault, prepareVault } from '../src/vault.ts';
import type { Times } from './domain.ts';
import { sampleOf } from './sample.ts';

const TURNS = 5;

/** Reads the whole vault in this process, then does what its tools do, without them: `node in-process.ts <vault> <notes>`. */
async function measure(folder: string, notes: number): Promise<Times> {
  const { warn } = console;
  const { vault, close } = openVault(prepareVault({ vault: [folder], cache: 'off' }, { warn }), { warn });
  const { signal } = new AbortController();
  for (await vault.ready(signal); vault.waiting > 0; await vault.ready(signal)) await setTimeout(20);
  const { index } = vault;
  const sample = sampleOf(notes);
  const files = sample.notes.flatMap((path) => index.get(path) ?? []);
  const known = files.reduce((links, { facts }) => links + (facts?.links.length ?? 0), 0);
  if (known < sample.links.length)
    throw new Error(`Of ${sample.links.length} links only ${known} are known.`);
  const times: Times = {
    resolve: timesOf(sample.links, ({ link, from }) => resolveLink(index, link, from)),
    backlinks: timesOf(files, (file) => [...incoming(index, file)]),
  };
  await close();
  return times;
}

/** Each is done several times over; what the first turn takes, before the code is compiled, is left out. */
function timesOf<T>(all: readonly T[], act: (one: T) => unknown): [p50: number, p99: number] {
  const times: number[] = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const one of all) {
      const started = performance.now();
      act(one);
      const ms = performance.now() - started;
      if (turn > 0) times.push(ms);
    }
  }
  const { median, p99 } = summarise(times);
  return [median, p99];
}

const [folder = '', notes] = process.argv.slice(2);
console.log(JSON.stringify(await measure(folder, Number(notes))));
