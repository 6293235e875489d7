import fc from 'fast-check';
import type { Dialect, GivenBy, PlaceholderStyle } from './dialect.ts';
import { PLACE, Sentence } from './sentence.ts';
import type { Given, GivenValue } from './truth.ts';

/** One statement, as the server and as the driver is asked. */
export interface Asked {
  ours: { sql: string; params: Given };
  direct: { sql: string; params: Given };
}

/** The same statements for the same seed, which is printed with any that fails: `ASHLAR_STREAM_SEED` sets another. */
export const SEED = Number(process.env.ASHLAR_STREAM_SEED ?? 6);

export function* stream(dialect: Dialect, count: number, seed = SEED): Generator<Asked> {
  const statement = fc.gen().map((g) => {
    const style = g(fc.constantFrom, undefined, undefined, ...dialect.placeholders);
    const sentence = new Sentence(g, dialect, style !== undefined);
    const text = sentence.write();
    const plain = { sql: text, params: [] };
    if (style === undefined || sentence.values.length === 0) return { ours: plain, direct: plain };
    return bothWays(text, sentence.values, style);
  });
  // In parts: all at once would be held in memory, with every choice.
  const PART = 200;
  for (let at = 0; at < count; at += PART) {
    yield* fc.sample(statement, { seed: seed * 100_000 + at, numRuns: Math.min(PART, count - at) });
  }
}

function bothWays(text: string, values: readonly GivenValue[], style: PlaceholderStyle): Asked {
  return {
    ours: given(text, values, style.ours, style.oursBy),
    direct: given(text, values, style.direct, style.directBy),
  };
}

const PLACES = new RegExp(`${PLACE.open}(\\d+)${PLACE.close}`, 'g');

/** Placeholders written, with the values as those ask for them. */
function given(
  text: string,
  values: readonly GivenValue[],
  write: (at: number) => string,
  by: GivenBy,
): { sql: string; params: Given } {
  const order: number[] = [];
  const sql = text.replaceAll(PLACES, (_, digits: string) => {
    order.push(Number(digits));
    return write(Number(digits) + 1);
  });
  if (by === 'order') return { sql, params: order.map((at) => values[at] ?? null) };
  if (by === 'number') return { sql, params: values };
  const name = (at: number) => (by === 'name' ? `v${at}` : String(at));
  return { sql, params: Object.fromEntries(values.map((value, at) => [name(at + 1), value])) };
}
