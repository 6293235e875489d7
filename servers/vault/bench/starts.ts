import { interleave, type Row, startOf, summarise, tokensOf, withWire } from '@ashlar/kit/bench';
import { type Asked, ask, type Contenders, isLarge } from './contenders.ts';
import { ownRow } from './own-row.ts';
import { plainLinks, sampleOf } from './sample.ts';

const ROUNDS = 25;
/** Of the filesystem server's start, which is half of the reference server's: this keeps ours at 0.6 of it. */
const MOST_PERCENT = 120;

/** From the spawn of a process to its first answer and to its first link, and what its tools cost a model. */
export async function starts(contenders: Contenders): Promise<Row[]> {
  const { ours, peers, filesystem } = contenders;
  const times = await interleave(ROUNDS, {
    ours: () => startOf(ours),
    ...(filesystem && { filesystem: () => startOf(filesystem) }),
    ...Object.fromEntries(peers.map((peer) => [peer.name, () => startOf(peer)])),
  });
  const median = (name: string) => summarise(times[name] ?? []).median;
  return [
    {
      what: 'start to first answer',
      ours: median('ours'),
      peer: peers.map(({ name }) => median(name)),
      unit: 'ms',
    },
    ...(filesystem === undefined ? [] : [besideFilesystem(median('ours'), median('filesystem'))]),
    await firstLinks(contenders),
    {
      what: 'tools/list with --write, model-visible',
      ours: await tokensOf({ ...ours, args: [...ours.args, '--write'] }),
      peer: await Promise.all(peers.map(tokensOf)),
      unit: 'tokens',
      bound: { value: 1_200 },
    },
  ];
}

async function firstLinks(contenders: Contenders): Promise<Row> {
  const { ours, peers, notes } = contenders;
  const link = plainLinks(sampleOf(notes))[0] ?? '';
  const able = [ours, ...peers].filter(({ resolve }) => resolve !== undefined);
  const times = await interleave(
    isLarge(contenders) ? 2 : 5,
    Object.fromEntries(able.map((one) => [one.name, () => firstLink(one, link)])),
  );
  const median = ({ name }: Asked) => times[name] && summarise(times[name]).median;
  return {
    what: 'start to first link resolved',
    ours: median(ours) ?? Number.NaN,
    peer: peers.map(median),
    unit: 'ms',
  };
}

async function firstLink(contender: Asked, link: string): Promise<number> {
  const started = performance.now();
  return withWire(contender, async (wire) => {
    await ask(wire, contender.resolve?.(link) ?? ['', {}]);
    return performance.now() - started;
  });
}

function besideFilesystem(ours: number, filesystem: number): Row {
  const what = `that, of the ${filesystem.toFixed(0)} ms of @ashlar/filesystem`;
  return ownRow(what, (100 * ours) / filesystem, '%', MOST_PERCENT);
}
