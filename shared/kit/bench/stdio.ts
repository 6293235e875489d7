import { type Contender, interleave, type Row, startOf, summarise, Wire } from '../src/bench/index.ts';

const ROUNDS = 15;
const CALLS = 2_000;
/** Starts are short, so more of them. */
const STARTS = 25;

/**
 * Over stdio with everything off: what a call takes, and what a start takes. A call is told only: most of what
 * it takes beyond the SDK's is garbage collected sooner, which keeps a server that waits small (build/bundle.ts).
 */
export async function stdio(programs: { ours: string; bare: string }): Promise<Row[]> {
  const contender = (name: 'ours' | 'bare'): Contender => ({
    name,
    command: process.execPath,
    args: [programs[name]],
    era: 'modern',
  });
  const both = { ours: contender('ours'), bare: contender('bare') };
  const starts = await interleave(STARTS, { ours: () => startOf(both.ours), bare: () => startOf(both.bare) });
  const wires = { ours: new Wire(both.ours), bare: new Wire(both.bare) };
  await Promise.all([wires.ours.open(), wires.bare.open()]);
  const calls = await interleave(ROUNDS, {
    ours: () => microsecondsPerCall(wires.ours),
    bare: () => microsecondsPerCall(wires.bare),
  });
  await Promise.all([wires.ours.close(), wires.bare.close()]);
  const row = (what: string, unit: string, values: Record<string, number[]>, bound?: Row['bound']): Row => ({
    what,
    ours: summarise(values.ours ?? []).median,
    peer: summarise(values.bare ?? []).median,
    unit,
    ...(bound !== undefined && { bound }),
  });
  return [row('a call over stdio', 'µs', calls), row('start to first answer', 'ms', starts, { ratio: 1 })];
}

async function microsecondsPerCall(wire: Wire): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < CALLS; i++) await wire.tool('echo', { text: 'the quick brown fox' });
  return ((performance.now() - started) * 1_000) / CALLS;
}
