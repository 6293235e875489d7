import { interleave, type Row, summarise, type Wire } from '@ashlar/kit/bench';
import { type Asked, askAll, type Contenders, isLarge, withWires } from './contenders.ts';
import { linksFilled } from './filled.ts';
import { ownRow } from './own-row.ts';
import type { Call } from './peers.ts';
import { plainLinks, type Sample, sampleOf } from './sample.ts';

const ROUNDS = 5;
const OURS_A_ROUND = 400;
const PEERS_A_ROUND = 2;
const NOTES = 200;

/** Links and backlinks over stdio, one a call, when all notes have been read. */
export async function links(contenders: Contenders): Promise<Row[]> {
  const sample = sampleOf(contenders.notes);
  const { ours, peers } = contenders;
  return withWires([ours, ...peers], async (wireOf) => {
    await linksFilled(wireOf(ours));
    return [
      await besidePeers(contenders, plainLinks(sample), wireOf),
      ...(await ourOwn(sample, wireOf(ours))),
    ];
  });
}

async function besidePeers(
  contenders: Contenders,
  plain: readonly string[],
  wireOf: (contender: Asked) => Wire,
): Promise<Row> {
  const { ours, peers } = contenders;
  let next = 0;
  const some = (count: number) => Array.from({ length: count }, () => plain[next++ % plain.length] ?? '');
  const turn = (one: Asked, resolve: (link: string) => Call) => () =>
    askAll(wireOf(one), some(one === ours ? OURS_A_ROUND : PEERS_A_ROUND).map(resolve), leadsToNote);
  const able = [ours, ...peers].flatMap((one) =>
    one.resolve === undefined ? [] : [[one.name, turn(one, one.resolve)] as const],
  );
  const runs = await interleave(isLarge(contenders) ? 2 : ROUNDS, Object.fromEntries(able));
  const median = ({ name }: Asked) => runs[name] && summarise(runs[name].flat()).median;
  return {
    what: 'resolve [[a name]], p50',
    ours: median(ours) ?? Number.NaN,
    peer: peers.map(median),
    unit: 'ms',
    bound: { value: 0.5 },
  };
}

async function ourOwn({ links: all, notes, shared }: Sample, wire: Wire): Promise<Row[]> {
  const resolve = ({ text, from }: Sample['links'][number]): Call => [
    'resolve_link',
    { links: [text], from },
  ];
  const broken = all.filter(({ text }) => text.startsWith('[[missing '));
  const backlinks = (path: string): Call => ['note_links', { path, direction: 'in' }];
  const row = async (what: string, calls: readonly Call[], bound?: number) =>
    ownRow(what, summarise(await askAll(wire, calls)).median, 'ms', bound);
  return [
    await row('resolve a link of a note, all kinds, p50', all.map(resolve), 0.5),
    await row('resolve a broken link, with suggestions, p50', broken.map(resolve)),
    await row('backlinks of a note, p50', notes.map(backlinks), 2),
    await row('backlinks of a name that 1 % of notes have, p50', shared.slice(0, NOTES).map(backlinks)),
  ];
}

function leadsToNote(answer: string): boolean {
  return /"path":"[^"]+\.md"/.test(answer);
}
