import { join } from 'node:path';
import { type Row, summarise, Wire } from '@ashlar/kit/bench';

const BIN = join(import.meta.dirname, '..', 'dist', 'main.js');
const STARTS = 5;
const CALLS = 2_000;
/** Names and headings that are there, one that nearly is, and one that is not. */
const LINKS = ['[[Index]]', '[[Area 0/Topic 0/sub/Index]]', '[[Indx]]', '[[no such note at all]]'];

/** The built server over stdio: the start to the first answer, then single links while nothing else is done. */
export async function served(vault: string, cache: string): Promise<Row[]> {
  const contender = { name: 'ours', command: process.execPath, args: [BIN, vault, '--cache', cache] };
  const starts: number[] = [];
  for (let at = 0; at < STARTS; at++) {
    const started = performance.now();
    const wire = new Wire(contender);
    await wire.open();
    await wire.tool('resolve_link', { links: LINKS });
    starts.push(performance.now() - started);
    await wire.close();
  }
  const wire = new Wire(contender);
  await wire.open();
  await filled(wire);
  const ms = async (link: string) => (await wire.tool('resolve_link', { links: [link] })).ms;
  const found: number[] = [];
  const missing: number[] = [];
  for (let at = 0; at < CALLS; at++) found.push(await ms(LINKS[at % 2] as string));
  for (let at = 0; at < CALLS / 10; at++) missing.push(await ms(LINKS[2 + (at % 2)] as string));
  const memory = wire.memory().now;
  await wire.close();
  return [
    row('start to the first links resolved', summarise(starts).median, 'ms'),
    row('resolve_link, p50', summarise(found).median, 'ms', 0.5),
    row('resolve_link of a broken link, p50', summarise(missing).median, 'ms'),
    row('memory without the text index', memory, 'MB', 150),
  ];
}

function row(what: string, ours: number, unit: string, bound?: number): Row {
  return { what, ours, peer: undefined, unit, ...(bound !== undefined && { bound: { value: bound } }) };
}

/** Every note has been read. */
async function filled(wire: Wire): Promise<void> {
  for (;;) {
    const { message } = await wire.tool('resolve_link', { links: ['x'] });
    const { structuredContent } = message.result as { structuredContent: { indexFilling?: number } };
    if (structuredContent.indexFilling === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
