import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/check/workspace.ts';
import type { Guard } from './guard.ts';
import { GUARDS } from './guards.ts';
import { runWithout } from './run-without.ts';
import { takenOut } from './taken-out.ts';
import { patternOf, readable } from './title.ts';
import { verdictOn } from './verdict.ts';

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const guard = GUARDS[0] as Guard;

describe.each(GUARDS)('the guard $name', ({ name, file, code, instead, test }) => {
  it('stands where it is said to, once', () => {
    expect(takenOut({ name, file, code, instead }, textOf(file))).not.toBe(textOf(file));
  });

  it('has a test of that title, which is not skipped', () => {
    expect(existsSync(join(ROOT, test.file))).toBe(true);
    expect(titlesIn(textOf(test.file))).toContain(test.title);
  });
});

it('no two guards have one name', () => {
  const names = GUARDS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

describe('a guard', () => {
  it('is taken out of its file, and where it is not there once nothing is taken out', () => {
    const some = { ...guard, code: 'check(x);', instead: '' };
    expect(takenOut(some, 'a();check(x);b();')).toBe('a();b();');
    for (const text of ['a();', 'check(x);check(x);']) expect(() => takenOut(some, text)).toThrow(guard.name);
  });

  it('is missed by its test when it is taken out', { timeout: 60_000 }, async () => {
    expect(await runWithout(guard)).toBeUndefined();
  });

  it('is not missed by a test of something else, or by none', { timeout: 60_000 }, async () => {
    const test = { ...guard.test, title: 'takes 4,096 bytes' };
    expect(await runWithout({ ...guard, test })).toBe('its test passes without it');
    const none = { ...guard.test, title: 'of nothing' };
    expect(await runWithout({ ...guard, test: none })).toMatch(/^its test was not run/);
  });
});

describe('a test without its guard', () => {
  const told = (status: string, ...failureMessages: string[]) => ({ title: 'it', status, failureMessages });

  it.each([
    ['fails as it should', [told('passed'), told('failed', 'expected 1 to be 2')], undefined],
    [
      'fails by its time only',
      [told('failed', 'Test timed out in 20000ms.')],
      'its test ends by its time only',
    ],
    [
      'fails by what is left',
      [told('failed', 'ReferenceError: check is not defined')],
      'what is left without it does not run',
    ],
    ['passes', [told('passed'), told('skipped')], 'its test passes without it'],
    ['is skipped', [told('skipped')], 'its test is skipped here'],
    ['is not there', [], 'its test was not run'],
  ])('%s', (_, tests, verdict) => {
    expect(verdictOn(tests)?.replace(/:.*/, '')).toBe(verdict);
  });
});

describe('a title', () => {
  it('is found by the rows that are meant', () => {
    const title = '%s is refused (%j), and nothing runs';
    expect(readable({ title, row: 'a key' })).toBe('a key is refused (…), and nothing runs');
    expect(readable({ title })).toBe('… is refused (…), and nothing runs');
    const fits = (row?: string) => new RegExp(patternOf({ title, ...(row !== undefined && { row }) }));
    const full = 'over HTTP a key is refused ({"a":1}), and nothing runs';
    expect([fits().test(full), fits('a key').test(full), fits('a token').test(full)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(fits().test('a key is refused, and nothing runs')).toBe(false);
  });
});

it('every guard that the page names beside its tables is one of them', () => {
  const [, risks = ''] = textOf('docs/security-model.md').split('## By the OWASP MCP Top 10');
  const named = [...risks.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(9);
  expect(named.filter((name) => !GUARDS.some((each) => each.name === name))).toEqual([]);
});

/** Of tests that run: `it('…', …)`, `it.skipIf(…)('…', …)`, `it.each(…)('…', …)`. */
function titlesIn(text: string): string[] {
  const called = text.matchAll(
    /(?<how>\bit(?:\.\w+)?|\))\(\s*(?<quote>['"`])(?<title>(?:\\.|(?!\k<quote>).)*)\k<quote>/g,
  );
  return [...called].flatMap(({ groups: { how = '', title = '' } = {} }) =>
    /\.(skip|todo|fails)$/.test(how) ? [] : [title.replaceAll(/\\(.)/g, '$1')],
  );
}
