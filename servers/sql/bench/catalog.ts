import { type Row, withWire } from '@ashlar/kit/bench';
import { type Asked, ask, type Pair } from './contenders.ts';
import { tokensIn } from './tokens.ts';

/** What all tables of the sample cost a model, with columns, keys and references. */
export async function catalog({ ours, peer }: Pair): Promise<Row[]> {
  const tokens = (contender: Asked) =>
    withWire(contender, async (wire) => tokensIn((await ask(wire, contender.catalog)).text));
  return [
    {
      what: 'catalog of the sample',
      ours: await tokens(ours),
      peer: await tokens(peer),
      unit: 'tokens',
      bound: { value: 400 },
    },
  ];
}
