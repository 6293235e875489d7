import { describe, expect, it } from 'vitest';
import { RefusalRate } from '../../src/identity/drift/refusal-rate.ts';

const MINUTE = 60_000;
const START = 1_000_000 * MINUTE;

/** How many refusals of a minute were said to be too many, after minutes with so many each. */
function saidAfter(before: readonly number[], count: number): number {
  const rate = new RefusalRate();
  const minutes = [...before, count];
  let said = 0;
  for (const [minute, refusals] of minutes.entries()) {
    said = 0;
    for (let i = 0; i < refusals; i++) if (rate.count(START + minute * MINUTE + i) !== undefined) said += 1;
  }
  return said;
}

describe('refusals of one kind within a minute', () => {
  it.each<[string, number[], number, number]>([
    ['up to twenty are nothing', [], 20, 0],
    ['more than twenty where there were none are many', [], 25, 5],
    ['as many as ever are the usual', Array(60).fill(30), 100, 0],
    ['more than five times the usual are many', Array(60).fill(30), 151, 1],
    ['quiet minutes count to the usual', [60, ...Array(59).fill(0)], 25, 5],
    ['what is longer ago than an hour is forgotten', [6_000, ...Array(60).fill(0)], 21, 1],
  ])('%s', (_, before, count, said) => {
    expect(saidAfter(before, count)).toBe(said);
  });

  it('is counted anew after a night without any, and tells the usual', () => {
    const rate = new RefusalRate();
    for (let i = 0; i < 60; i++) rate.count(START);
    const night = START + 600 * MINUTE;
    for (let i = 0; i < 20; i++) expect(rate.count(night)).toBeUndefined();
    expect(rate.count(night)).toEqual({ inThisMinute: 21, usual: 0 });
  });
});
