import { interleave, type Row, summarise, tokensIn, type Wire } from '@ashlar/kit/bench';
import { type Asked, ask, type Contenders, isLarge, withWires } from './contenders.ts';
import { linksFilled, textFilled } from './filled.ts';

interface Query {
  what: string;
  /** Ours looks for words, the peers for parts of the text. */
  ours: string;
  peers: string;
  /** Whether an answer is one. */
  answers(text: string): boolean;
}

const QUERIES: readonly Query[] = [
  {
    what: 'a rare word',
    ours: 'needleword',
    peers: 'needleword',
    answers: (text) => text.includes('needleword'),
  },
  {
    what: 'a phrase',
    ours: '"quick brown zanzibar"',
    peers: 'quick brown zanzibar',
    answers: (text) => text.includes('zanzibar'),
  },
  { what: 'two letters', ours: 'ba*', peers: 'ba', answers: (text) => text.includes('.md') },
  {
    what: 'what is nowhere',
    ours: 'qqxqqxqq',
    peers: 'qqxqqxqq',
    answers: (text) => !text.includes('.md'),
  },
];
/** Ours is asked more often in each round: it answers in milliseconds. */
const OURS_A_ROUND = 15;

interface Found {
  ms: number;
  tokens: number;
}

/** Each server asked for the same, in turn, with its own default of results; and its memory before and after. */
export function searches(contenders: Contenders): Promise<Row[]> {
  const { ours, peers } = contenders;
  return withWires([ours, ...peers], async (wireOf) => {
    await linksFilled(wireOf(ours));
    const memory = (what: string): Row => ({
      what,
      ours: wireOf(ours).memory().now,
      peer: peers.map((peer) => wireOf(peer).memory().now),
      unit: 'MB',
    });
    const idle = memory('memory before the first search');
    await textFilled(wireOf(ours), ours.search('needleword'));
    const rows: Row[] = [];
    for (const query of QUERIES) rows.push(...(await searched(contenders, wireOf, query)));
    return [...rows, idle, memory('memory after the searches')];
  });
}

async function searched(
  contenders: Contenders,
  wireOf: (contender: Asked) => Wire,
  query: Query,
): Promise<Row[]> {
  const { ours } = contenders;
  const large = isLarge(contenders);
  // Half a minute for each answer of theirs: they are asked for one thing.
  const peers = large && query !== QUERIES[0] ? [] : contenders.peers;
  const runs = await interleave(large ? 1 : 2, {
    [ours.name]: () => findings(ours, wireOf(ours), query, query.ours, OURS_A_ROUND),
    ...Object.fromEntries(
      peers.map((peer) => [peer.name, () => findings(peer, wireOf(peer), query, query.peers, 1)]),
    ),
  });
  const median = ({ name }: Asked, key: keyof Found) =>
    runs[name] && summarise(runs[name].flat().map((one) => one[key])).median;
  const row = (what: string, key: keyof Found, unit: string, bound?: Row['bound']): Row => ({
    what,
    ours: median(ours, key) ?? Number.NaN,
    peer: contenders.peers.map((peer) => median(peer, key)),
    unit,
    ...(bound && { bound }),
  });
  return [
    row(`search for ${query.what}, p50`, 'ms', 'ms', { value: large ? 150 : 20 }),
    row('answer to it', 'tokens', 'tokens'),
  ];
}

async function findings(
  contender: Asked,
  wire: Wire,
  { answers }: Query,
  text: string,
  times: number,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let time = 0; time < times; time++) {
    const answer = await ask(wire, contender.search(text));
    if (!answers(answer.text)) throw new Error(`${contender.name} on ${text}: ${answer.text.slice(0, 500)}`);
    found.push({ ms: answer.ms, tokens: tokensIn(answer.text) });
  }
  return found;
}
