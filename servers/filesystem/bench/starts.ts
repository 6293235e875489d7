import { interleave, type Row, summarise, Wire } from '@ashlar/kit/bench';
import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
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

async function startOf(contender: Pair['ours']): Promise<number> {
  const started = performance.now();
  const wire = new Wire(contender);
  await wire.open();
  const ms = performance.now() - started;
  await wire.close();
  return ms;
}

async function tokensOf(contender: Pair['ours']): Promise<number> {
  const wire = new Wire(contender);
  await wire.open();
  const { message } = await wire.call('tools/list', {});
  await wire.close();
  const { tools } = message.result as {
    tools: { name: string; description?: string; inputSchema: unknown }[];
  };
  return encode(
    JSON.stringify(
      tools.map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema })),
    ),
  ).length;
}
