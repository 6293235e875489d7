import { setTimeout as sleep } from 'node:timers/promises';
import { type Row, summarise, withWire } from '@ashlar/kit/bench';
import { type Asked, ask, type Pair } from './contenders.ts';

const ENDLESS = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c';
const ROUNDS = 7;
/** Milliseconds after which an answer that has not come is taken for one that never comes. */
const NEVER_MS = 5_000;

/** Milliseconds after its first answer in which a server has made itself ready for more. */
const SETTLED_MS = 1_000;

/** A query without end, and a second question to the same server while it runs. */
export async function endless({ ours, peer }: Pair): Promise<Row[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await answeredMeanwhile(ours));
  return [
    {
      what: 'SELECT 1 while another query has no end',
      ours: summarise(times).median,
      peer: await answeredMeanwhile(peer),
      unit: 'ms',
      bound: { value: 50 },
    },
  ];
}

/** Milliseconds, or Infinity. A server that does not answer does not end by itself either: it is killed. */
function answeredMeanwhile(contender: Asked): Promise<number> {
  return withWire(contender, async (wire) => {
    await ask(wire, contender.query('SELECT 1'));
    await sleep(SETTLED_MS);
    void wire.tool(...contender.query(ENDLESS));
    const answer = ask(wire, contender.query('SELECT 1')).then(({ ms }) => ms);
    return Promise.race([answer, sleep(NEVER_MS, Number.POSITIVE_INFINITY)]);
  });
}
