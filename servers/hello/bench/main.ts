import { join } from 'node:path';
import { interleave, startOf, summarise, table, tokensOf, Wire } from '@ashlar/kit/bench';

const folder = join(import.meta.dirname, '..');
const CALLS = 500;
const ours = {
  name: 'hello',
  command: process.execPath,
  args: [join(folder, 'dist', 'main.js'), join(folder, 'sample', 'greetings.json')],
};

/** Milliseconds of one call. */
async function callOf(wire: Wire): Promise<number> {
  const started = performance.now();
  await wire.call('tools/call', { name: 'greet', arguments: { name: 'Ann' } });
  return performance.now() - started;
}

/** The least that a server of the kit costs: what others measure, they measure on top of this. */
async function main(): Promise<void> {
  const { starts = [] } = await interleave(20, { starts: () => startOf(ours) });
  const wire = new Wire(ours);
  await wire.open();
  const { calls = [] } = await interleave(CALLS, { calls: () => callOf(wire) });
  await wire.close();
  const row = (what: string, value: number, unit: string) => ({ what, ours: value, peer: undefined, unit });
  const { text } = table([
    row('start to first answer, p50', summarise(starts).median, 'ms'),
    row('a call over stdio, p50', summarise(calls).median, 'ms'),
    row('tools, tokens', await tokensOf(ours), ''),
  ]);
  console.log(text);
}

await main();
