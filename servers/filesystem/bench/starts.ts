import { interleave, type Row, startOf, summarise, tokensOf } from '@ashlar/kit/bench';
import type { Pair } from './pair.ts';

const ROUNDS = 25;

/** From the spawn of the process to its first answer, and what its tools cost a model. */
export async function starts({ ours, peer }: Pair): Promise<Row[]> {
  const times = await interleave(ROUNDS, { ours: () => startOf(ours), peer: () => startOf(peer) });
  const median = (of: 'ours' | 'peer') => summarise(times[of] ?? []).median;
  return [
    {
      what: 'start to first answer',
      ours: median('ours'),
      peer: median('peer'),
      unit: 'ms',
      bound: { ratio: 0.6 },
    },
    {
      what: 'tools/list, model-visible',
      ours: await tokensOf(ours),
      peer: await tokensOf(peer),
      unit: 'tokens',
      bound: { value: 1_000 },
    },
  ];
}
