import { describe, expect, it } from 'vitest';
import { checksOf } from './checks-of.ts';
import { covers, EXCEPTIONS, exceptionsOf, surprises } from './exceptions.ts';
import { committedFigures, figureOf } from './figures.ts';
import { RUNS, titleOf } from './run.ts';
import type { Check } from './suite.ts';

/** Milliseconds; a run takes three over HTTP, and up to thirty where every session is a process. */
const TIMEOUT_MS = 120_000;

/** The fixture over HTTP has most of what can go wrong; the others are run where nobody waits. */
const HERE = RUNS.filter(
  ({ server, transport }) => process.env.CI || (server === 'everything' && transport === 'http'),
);

describe('the official conformance suite', () => {
  it.each(HERE.map((run) => [titleOf(run), run] as const))(
    'is passed, but for what is known: %s',
    async (title, run) => {
      const checks = await checksOf(run);
      expect(surprises(run, checks)).toEqual([]);
      expect(figureOf(run, checks)).toEqual(committedFigures()[title]);
    },
    TIMEOUT_MS,
  );
});

describe('what is known', () => {
  const run = RUNS.find((each) => exceptionsOf(each).size > 1) as (typeof RUNS)[number];
  const made = (name: string, status: Check['status']): Check => ({
    name,
    status,
    made: 1,
    passed: 1,
    why: 'so',
  });
  const known = [...exceptionsOf(run)].map((name) => made(name, 'not passed'));

  it('surprises nobody', () => {
    expect(surprises(run, [...known, made('a:b', 'passed')])).toEqual([]);
  });

  it.each(['not passed', 'does not apply'] as const)('is all that may be %s', (status) => {
    expect(surprises(run, [...known, made('a:b', status)])).toEqual([`a:b: ${status}: so`]);
  });

  it('grows shorter when it is passed, or not made any more', () => {
    const [first, ...others] = known as [Check];
    const gone = [`${first.name}: is passed, or not made: take it out of the exceptions`];
    expect(surprises(run, [{ ...first, status: 'passed' }, ...others])).toEqual(gone);
    expect(surprises(run, others)).toEqual(gone);
  });

  it('names each check of a run once', () => {
    for (const each of RUNS) {
      const names = EXCEPTIONS.filter(({ of }) => covers(of, each)).flatMap(({ checks }) => checks);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    }
  });

  it('has figures for every run', () => {
    expect(Object.keys(committedFigures())).toEqual(RUNS.map(titleOf));
  });
});
