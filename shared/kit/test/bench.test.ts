import { expect, it } from 'vitest';
import { type Row, table } from '../src/bench/index.ts';

const row = (more: Partial<Row>): Row => ({ what: 'a start', ours: 50, peer: 100, unit: 'ms', ...more });

it('tells the ratio to the best of the peers', () => {
  const { text } = table([row({ peer: [200, undefined, 100] })], 'slow', 'unable', 'fast');
  expect(text.split('\n')).toEqual([
    '| what | ours | slow | unable | fast | ratio | bound | held |',
    '|---|---|---|---|---|---|---|---|',
    '| a start | 50 ms | 200 ms | – | 100 ms | 0.50 × |  |  |',
  ]);
});

it('holds a ratio to the best of the peers, and not without one', () => {
  const held = (peer: Row['peer']) => table([row({ peer, bound: { ratio: 0.6 } })], 'one', 'two').holds;
  expect(held([100, 1_000])).toBe(true);
  expect(held([80, 1_000])).toBe(false);
  expect(held([undefined, undefined])).toBe(false);
});

it('shows how much faster also where that is a thousand times', () => {
  const ratio = (peer: number) => table([row({ peer })], 'one').text.match(/[\d.]+(?= ×)/)?.[0];
  expect([ratio(40), ratio(520), ratio(2_000), ratio(100_000)]).toEqual(['1.25', '0.10', '0.03', '0.0005']);
});

it('gives a count without a unit', () => {
  const { text } = table([row({ ours: 1, peer: 81, unit: '', bound: { value: 1 } })], 'one');
  expect(text).toContain('| a start | 1 | 81 | 0.01 × | ≤ 1 | yes |');
});

it('says of what never ends that it does not', () => {
  const { text, holds } = table([row({ peer: Infinity, bound: { value: 50 } })], 'one');
  expect(text).toContain('| a start | 50 ms | never | – | ≤ 50 ms | yes |');
  expect(holds).toBe(true);
});
