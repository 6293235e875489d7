import { interleave, type Row, startOf, summarise, tokensOf, withWire } from '@ashlar/kit/bench';
import { type Asked, ask, type Pair } from './contenders.ts';

const ROUNDS = 15;

/** From the spawn of a process to its first answer, and to its first row; and what its tools cost a model. */
export async function starts({ ours, peer }: Pair): Promise<Row[]> {
  const times = await interleave(ROUNDS, {
    ours: () => startOf(ours),
    peer: () => startOf(peer),
    ourRow: () => firstRow(ours),
    peerRow: () => firstRow(peer),
  });
  const median = (of: string) => summarise(times[of] ?? []).median;
  return [
    {
      what: 'start to first answer',
      ours: median('ours'),
      peer: median('peer'),
      unit: 'ms',
      bound: { ratio: 0.5 },
    },
    { what: 'start to first row', ours: median('ourRow'), peer: median('peerRow'), unit: 'ms' },
    {
      what: 'tools/list, model-visible',
      ours: await tokensOf(ours),
      peer: await tokensOf(peer),
      unit: 'tokens',
      bound: { value: 1_000 },
    },
  ];
}

async function firstRow(contender: Asked): Promise<number> {
  const started = performance.now();
  return withWire(contender, async (wire) => {
    await ask(wire, contender.query('SELECT 1'));
    return performance.now() - started;
  });
}
