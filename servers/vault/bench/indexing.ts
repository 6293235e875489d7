import { rmSync } from 'node:fs';
import { type Row, summarise, Wire } from '@ashlar/kit/bench';
import { type Contenders, isLarge } from './contenders.ts';
import { linksFilled, textFilled } from './filled.ts';
import { ownRow } from './own-row.ts';
import { readAll } from './read-all.ts';

interface Filling {
  /** Seconds from the spawn until every note was read for its links. */
  links: number;
  /** Seconds from the first search until every note was found by its text. */
  text: number;
  /** Milliseconds that an answer took at most while notes were read for their links. */
  longest: number;
  /** MB when the links were there, and when the text was too. */
  withoutText: number;
  withText: number;
  peak: number;
}

/** How long it takes until all is known, with nothing kept from before and with all kept; and what that weighs. */
export async function indexing(contenders: Contenders): Promise<Row[]> {
  const cold: Filling[] = [];
  const warm: Filling[] = [];
  const bare: number[] = [];
  for (let round = 0; round < (isLarge(contenders) ? 1 : 3); round++) {
    bare.push(readAll(contenders.vault));
    rmSync(contenders.cache, { recursive: true, force: true });
    cold.push(await filling(contenders));
    warm.push(await filling(contenders));
  }
  const row = (what: string, from: Filling[], key: keyof Filling, unit: string, bound?: number) =>
    ownRow(what, summarise(from.map((one) => one[key])).median, unit, bound);
  const scale = `a bare loop reads all in ${summarise(bare).median.toPrecision(2)} s`;
  return [
    row(`link index, cold; ${scale}`, cold, 'links', 's', isLarge(contenders) ? 8 : 1.5),
    row('longest wait for an answer meanwhile', cold, 'longest', 'ms'),
    row('link index, warm', warm, 'links', 's', 1),
    row('text index, cold, from the first search on', cold, 'text', 's'),
    row('text index, warm, from the first search on', warm, 'text', 's', 1),
    row('memory, links indexed', cold, 'withoutText', 'MB', 150),
    row('memory, text indexed too', cold, 'withText', 'MB', 350),
    row('memory at most until then', cold, 'peak', 'MB'),
  ];
}

async function filling({ ours }: Contenders): Promise<Filling> {
  const started = performance.now();
  const wire = new Wire(ours);
  await wire.open();
  const longest = await linksFilled(wire);
  const links = (performance.now() - started) / 1_000;
  const { now: withoutText } = wire.memory();
  const searched = performance.now();
  await textFilled(wire, ours.search('needleword'));
  const text = (performance.now() - searched) / 1_000;
  const { now: withText, peak } = wire.memory();
  await wire.close();
  return { links, text, longest, withoutText, withText, peak };
}
