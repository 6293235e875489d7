import { interleave, type Row, summarise, withWire } from '@ashlar/kit/bench';
import type { Pair } from './pair.ts';
import { HITS, NEEDLE } from './tree.ts';

const ROUNDS = 5;

/** Finds a name, and a text, among 100,000 files; each in a fresh process, disk cache warm. */
export async function searches({ ours, peer }: Pair): Promise<Row[]> {
  const root = peer.args[1] ?? '';
  const runs = await interleave(ROUNDS, {
    ourNames: () => timed(ours, 'list', { glob: 'needle*' }, (text) => text.includes('needle-xyz.cfg')),
    peerNames: () =>
      timed(peer, 'search_files', { path: root, pattern: '**/needle*' }, (text) =>
        text.includes('needle-xyz.cfg'),
      ),
    ourContent: () =>
      timed(ours, 'search', { query: NEEDLE }, (text) => text.split(NEEDLE).length - 1 === HITS),
  });
  const seconds = (key: string) => summarise(runs[key] ?? []).median / 1_000;
  return [
    {
      what: 'find a name among 100,000 files',
      ours: seconds('ourNames'),
      peer: seconds('peerNames'),
      unit: 's',
      bound: { value: 0.5 },
    },
    {
      what: `find a text in them, all ${HITS} hits`,
      ours: seconds('ourContent'),
      peer: undefined,
      unit: 's',
      bound: { value: 3 },
    },
  ];
}

async function timed(
  contender: Pair['ours'],
  tool: string,
  input: Record<string, unknown>,
  complete: (text: string) => boolean,
): Promise<number> {
  const { message, ms } = await withWire(contender, (wire) => wire.tool(tool, input));
  const text = JSON.stringify(message.result);
  if (!complete(text))
    throw new Error(`${contender.name} ${tool}: the answer is not complete: ${text.slice(0, 500)}`);
  return ms;
}
