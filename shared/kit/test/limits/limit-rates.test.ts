import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitOptions } from '../../src/limits/limit-options.ts';
import { limitSettings } from '../../src/limits/limit-settings.ts';
import { LIMIT, RATE, rateInWords, readLimit } from '../../src/limits/rate.ts';
import { OptionError } from '../../src/options/option.ts';

const SECONDS = { s: 1, min: 60, h: 3_600, d: 86_400 } as const;

const points = fc.integer({ min: 1, max: 1_000_000 });
const unit = fc.constantFrom(...(Object.keys(SECONDS) as (keyof typeof SECONDS)[]));
const tool = fc.stringMatching(/^[a-z][a-z0-9_]{0,63}$/);

describe('a rate', () => {
  it('is read as it was meant, whatever it is', () => {
    fc.assert(
      fc.property(fc.option(tool, { nil: undefined }), points, unit, (name, number, each) => {
        const text = `${name === undefined ? '' : `${name}=`}${number}/${each}`;
        expect(readLimit(text)).toEqual({ tool: name, rate: { points: number, seconds: SECONDS[each] } });
      }),
    );
  });

  it('is refused with anything before, after or in it', () => {
    fc.assert(
      fc.property(
        points,
        unit,
        fc.string({ minLength: 1, maxLength: 4 }),
        fc.nat(),
        (number, each, more, at) => {
          const text = `${number}/${each}`;
          const where = at % (text.length + 1);
          const changed = text.slice(0, where) + more + text.slice(where);
          const meant = /^(?:([a-z]\w{0,63})=)?([1-9]\d*)\/(s|min|h|d)$/.exec(changed);
          const fits = meant !== null && Number(meant[2]) <= 1_000_000;
          expect(LIMIT.test(changed)).toBe(fits);
          expect(RATE.test(changed)).toBe(fits && meant?.[1] === undefined);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is told in linear time from what only looks like one', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), (text) => {
        if (!LIMIT.test(text)) expect(() => readLimit(text)).toThrow(RangeError);
      }),
    );
    expect(LIMIT.test(`${'a'.repeat(1_000_000)}=1/s`)).toBe(false);
    expect(LIMIT.test(`${'1'.repeat(1_000_000)}/s`)).toBe(false);
  });

  it.each([
    '',
    '0/min',
    '60',
    '60/m',
    '60 / min',
    '-1/s',
    '1.5/s',
    '1e3/s',
    '1000001/s',
    'Off',
    '=5/s',
    'a b=5/s',
  ])('%j is none, and the option says what it takes', (text) => {
    const parsed = limitOptions.limit.safeParse([text]);
    expect(parsed.error?.issues[0]?.message).toContain('such as 60/min or off');
    expect(limitOptions.limitTenant.safeParse(text).success).toBe(false);
  });

  it('is told in words', () => {
    expect(rateInWords({ points: 60, seconds: 60 })).toBe('60 calls per minute');
    expect(rateInWords({ points: 1, seconds: 86_400 })).toBe('1 call per day');
  });
});

describe('what was asked for', () => {
  const known = ['echo', 'search'];
  const settings = (limit: string[], more: object = {}) => limitSettings({ limit, ...more }, known);

  it('is a limit over HTTP and none for the local user, where nothing was', () => {
    expect(settings([])).toEqual({
      remote: { tools: new Map(), others: { points: 600, seconds: 60 }, tenant: undefined, concurrent: 16 },
      local: { tools: new Map(), others: undefined, tenant: undefined, concurrent: undefined },
    });
  });

  it('holds for both, where something was', () => {
    const asked = settings(['search=10/min', '5/s', 'echo=off'], {
      limitTenant: '9/h',
      limitConcurrent: '3',
    });
    expect(asked.local).toEqual(asked.remote);
    expect(asked.remote).toEqual({
      tools: new Map([
        ['search', { points: 10, seconds: 60 }],
        ['echo', undefined],
      ]),
      others: { points: 5, seconds: 1 },
      tenant: { points: 9, seconds: 3_600 },
      concurrent: 3,
    });
  });

  it('can be nothing', () => {
    const { remote } = settings(['off'], { limitTenant: 'off', limitConcurrent: 'off' });
    expect([remote.others, remote.tenant, remote.concurrent]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    [['serch=10/min'], '--limit: there is no tool "serch"; there are echo, search.'],
    [['echo=1/s', 'echo=2/s'], '--limit: echo has two limits.'],
    [['1/s', 'off'], '--limit: every tool has two limits.'],
  ])('is refused where it cannot be meant: %j', (limit, sentence) => {
    expect(() => settings(limit)).toThrow(new OptionError(sentence));
  });
});
