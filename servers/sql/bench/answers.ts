import { interleave, type Row, summarise, type Wire, withWire } from '@ashlar/kit/bench';
import { type Asked, ask, type Pair } from './contenders.ts';
import { tokensIn } from './tokens.ts';

interface Asking {
  what: string;
  sql: string;
  rows: number;
  /** Times in one round; the server is warm after the first round, which does not count. */
  times: number;
}

const ROUNDS = 5;
const ONE: Asking = { what: 'SELECT 1', sql: 'SELECT 1 AS one', rows: 1, times: 1_000 };
const THOUSAND: Asking = {
  what: '1,000 rows of 8 columns',
  sql: 'SELECT * FROM orders LIMIT 1000',
  rows: 1_000,
  times: 40,
};
const TEN_THOUSAND: Asking = {
  what: '10,000 rows of 8 columns',
  sql: 'SELECT * FROM orders LIMIT 10000',
  rows: 10_000,
  times: 6,
};

/** The same questions to both servers, in turn: how long an answer takes, and what it costs a model. */
export async function answers({ ours, peer }: Pair): Promise<Row[]> {
  return withWire(ours, (ourWire) =>
    withWire(peer, async (peerWire) => {
      const measure = async (asking: Asking) => {
        const runs = await interleave(ROUNDS, {
          ours: () => timed(ours, ourWire, asking),
          peer: () => timed(peer, peerWire, asking),
        });
        const of = (all: number[][] | undefined) => summarise((all ?? []).flat());
        return { ours: of(runs.ours), peer: of(runs.peer) };
      };
      const one = await measure(ONE);
      const rows: Row[] = [
        {
          what: `${ONE.what}, p50`,
          ours: one.ours.median,
          peer: one.peer.median,
          unit: 'ms',
          bound: { ratio: 1.2 },
        },
        { what: `${ONE.what}, p99`, ours: one.ours.p99, peer: one.peer.p99, unit: 'ms' },
      ];
      for (const [asking, time, tokens] of [
        [THOUSAND, 0.4, 0.45],
        [TEN_THOUSAND, 0.35, undefined],
      ] as const) {
        const { ours: our, peer: their } = await measure(asking);
        const bound = { ratio: time };
        rows.push({ what: `${asking.what}, p50`, ours: our.median, peer: their.median, unit: 'ms', bound });
        rows.push(await cost({ ours, peer }, [ourWire, peerWire], asking, tokens));
      }
      const memory = (wire: Wire) => wire.memory().now;
      return [
        ...rows,
        {
          what: 'memory afterwards, all processes',
          ours: memory(ourWire),
          peer: memory(peerWire),
          unit: 'MB',
        },
      ];
    }),
  );
}

async function timed(contender: Asked, wire: Wire, { sql, rows, times }: Asking): Promise<number[]> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const { text, ms } = await ask(wire, contender.query(sql));
    if (!text.includes(contender.counted(rows)))
      throw new Error(`${contender.name}: ${sql}: not ${rows} rows`);
    taken.push(ms);
  }
  return taken;
}

async function cost(
  { ours, peer }: Pair,
  [ourWire, peerWire]: readonly [Wire, Wire],
  { sql }: Asking,
  ratio: number | undefined,
): Promise<Row> {
  const tokens = async (contender: Asked, wire: Wire) =>
    tokensIn((await ask(wire, contender.query(sql))).text);
  return {
    what: 'tokens of that answer',
    ours: await tokens(ours, ourWire),
    peer: await tokens(peer, peerWire),
    unit: 'tokens',
    ...(ratio !== undefined && { bound: { ratio } }),
  };
}
