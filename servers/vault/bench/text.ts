import { mkdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { follow } from '../src/disk/follow.ts';
import { openSource } from '../src/disk/open-source.ts';
import { createTextIndex } from '../src/search/text-index.ts';
import { makeVault, PHRASE } from './make-vault.ts';

// As the built server does.
setFlagsFromString('--semi-space-growth-factor=1 --heap-growing-percent=20');

const QUERIES = [
  'needleword',
  `"${PHRASE.split(' ').slice(1, 3).join(' ')}"`,
  'area topic',
  'ba*',
  'date',
  'zzz nothing',
];
const TURNS = 7;

/** Measures the listing, the text index and searching in it: `node bench/text.ts [notes] [folder]`. */
async function main(): Promise<void> {
  const notes = Number(process.argv[2] ?? 10_000);
  const cache = process.argv[3] ?? join(import.meta.dirname, '..', '..', '..', '.cache', 'bench', 'vault');
  const real = realpathSync(makeVault(join(cache, `notes-${notes}`), notes));
  const file = join(cache, `text-${notes}.db`);
  mkdirSync(cache, { recursive: true });
  for (const end of ['', '-wal']) rmSync(file + end, { force: true });
  console.log(`${notes} notes, Node ${process.version}; milliseconds\n`);
  await run('cold', real, file, []);
  await run('warm', real, file, QUERIES);
  console.log(`\nindex on the disk ${(statSync(file).size / 1e6).toFixed(0)} MB`);
}

async function run(name: string, real: string, file: string, queries: readonly string[]): Promise<void> {
  const vault = { name: 'vault', given: real, real, writable: false };
  const start = performance.now();
  const cpu = process.cpuUsage();
  const stalls = stallsOf();
  const source = openSource({ vault, warn: console.error });
  const follower = follow(source, { changed: (changes) => index.update(changes) });
  const index = createTextIndex({ vault, file, files: () => follower.files() });
  await follower.listed;
  const listed = performance.now() - start;
  index.listed();
  await index.settled();
  const { user, system } = process.cpuUsage(cpu);
  row(
    name,
    `listed ${ms(listed)}  indexed ${ms(performance.now() - start)}  processor ${ms((user + system) / 1e3)}  longest stall ${ms(stalls())}  ${memory()}`,
  );
  for (const query of queries) await ask(index, query);
  if (queries.length > 0) row('catch up', `p50 ${ms(await median(() => follower.catchUp([])))}`);
  follower.close();
  const closing = performance.now();
  await index.close();
  row('', `closed in ${ms(performance.now() - closing)}  ${memory()}`);
}

async function ask(index: ReturnType<typeof createTextIndex>, query: string): Promise<void> {
  const { total } = await index.search(query, { limit: 20 });
  row(
    `search ${query}`,
    `p50 ${ms(await median(() => index.search(query, { limit: 20 })))}  of ${total} notes`,
  );
}

async function median(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(TURNS / 2)] as number;
}

/** The longest time for which the answering thread was kept, since the call. */
function stallsOf(): () => number {
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 1);
    last = performance.now();
  }, 1);
  return () => {
    clearInterval(beat);
    return longest;
  };
}

function memory(): string {
  const status = readFileSync('/proc/self/status', 'utf8');
  const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return `resident ${of('VmRSS').toFixed(0)} MB, at most ${of('VmHWM').toFixed(0)} MB`;
}

function row(name: string, text: string): void {
  console.log(`${name.padEnd(26)} ${text}`);
}

function ms(time: number): string {
  return time.toFixed(time < 10 ? 2 : 0);
}

await main();
