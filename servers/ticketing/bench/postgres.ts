import { availableParallelism } from 'node:os';
import { interleave, type Row, summarise, table } from '@ashlar/kit/bench';
import { postgresHere, TestPostgres } from '@ashlar/kit/testing/servers';
import { call, perSecond } from './call.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { randomFrom, textOf } from './words.ts';

const INSTANCES = 4;
const ROUNDS = 3;
const LOAD = { lanes: 32, total: 200 };
const BEFORE_THE_KILL = 100;

const random = randomFrom(7);
const draftOf = () => ({ title: textOf(random, 8), body: textOf(random, 60), force: true });

/**
 * Four instances behind one address, beside one alone, turn by turn: each write on the disk before it is answered. Gives
 * whether all that is held holds.
 */
export async function postgres(): Promise<boolean> {
  const [programs] = postgresHere(import.meta.url).POSTGRES;
  if (programs === undefined) throw new Error('there is no PostgreSQL here');
  const server = await TestPostgres.start(programs, ['max_connections=100']);
  const rows: Row[] = [];
  try {
    const one = await startFleet(1, server.url(), 'bench_one');
    const many = await startFleet(INSTANCES, server.url(), 'bench_many');
    try {
      rows.push(...(await measure({ one, many })), ...(await kill(many)));
    } finally {
      await Promise.all([one.stop(), many.stop()]);
    }
  } finally {
    await server.stop();
  }
  const { text, holds } = table(rows);
  const machine = `Node ${process.version}, ${process.platform}-${process.arch}, ${availableParallelism()} cores`;
  console.log(`PostgreSQL of ${programs.name}, over HTTP; ${machine}:\n\n${text}`);
  return holds;
}

async function measure(fleets: Readonly<Record<'one' | 'many', Fleet>>): Promise<Row[]> {
  const made = { one: [] as string[], many: [] as string[] };
  const create =
    (of: 'one' | 'many', more: object = {}) =>
    async () => {
      const rate = await perSecond(LOAD, async () => {
        const { id } = await call(fleets[of].balancer.url, 'create_ticket', { ...draftOf(), ...more });
        made[of].push(String(id));
      });
      return rate;
    };
  const claim = (of: 'one' | 'many') => () =>
    perSecond(LOAD, async () => {
      await call(fleets[of].balancer.url, 'claim_ticket', { id: made[of].shift() });
    });
  const creates = await interleave(ROUNDS, { one: create('one'), many: create('many') });
  const compared = await interleave(2, {
    one: create('one', { force: false }),
    many: create('many', { force: false }),
  });
  const claims = await interleave(ROUNDS, { one: claim('one'), many: claim('many') });
  return [
    ...rowsOf('create', creates),
    ...rowsOf('create, duplicates looked for', compared),
    ...rowsOf('claim', claims),
  ];
}

function rowsOf(what: string, rates: Record<string, number[]>): Row[] {
  const [one, many] = [summarise(rates.one ?? []).median, summarise(rates.many ?? []).median];
  const row = (name: string, ours: number, unit: string): Row => ({
    what: name,
    ours,
    peer: undefined,
    unit,
  });
  return [
    row(`${what}, one instance`, one, '/s'),
    row(`${what}, ${INSTANCES} instances`, many, '/s'),
    row(`${what}, how many times as many`, many / one, ''),
  ];
}

/** One of them is killed amid writes; who got no answer asks again with the same key, as a client would. */
async function kill(fleet: Fleet): Promise<Row[]> {
  const { url } = fleet.balancer;
  const answered = new Map<string, string>();
  let asked = 0;
  await perSecond(LOAD, async (at) => {
    const key = `kill ${at}`;
    const draft = { ...draftOf(), title: `Kept ${at} ${textOf(random, 4)}`, key };
    asked += 1;
    if (asked === BEFORE_THE_KILL) fleet.kill(0);
    for (let tries = 0; !answered.has(key) && tries < 20; tries++) {
      const made = await call(url, 'create_ticket', draft).catch(() => undefined);
      if (made !== undefined) answered.set(key, String(made.id));
    }
  });
  let lost = 0;
  for (const id of answered.values()) {
    const found = await call(url, 'get_ticket', { id }).catch(() => undefined);
    if (found === undefined) lost += 1;
  }
  const count = (what: string, ours: number, value: number): Row => ({
    ...{ what, ours, peer: undefined, unit: '' },
    bound: { value },
  });
  return [
    count('answered and lost, where one is killed', lost, 0),
    count('not answered, though asked again', LOAD.total - answered.size, 0),
    count('made twice', answered.size - new Set(answered.values()).size, 0),
  ];
}
