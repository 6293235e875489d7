import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ROOT, serverPackages } from '../../scripts/check/workspace.ts';
import { challengesIn } from './challenge.ts';
import { LeakyProxy } from './leak.ts';
import { leaksOf } from './leaks.ts';
import { RULES, runRules, verdictOn } from './run-rules.ts';
import { OTHER_RESOURCE, served } from './served.ts';
import type { Target } from './target.ts';

const SERVERS = serverPackages(ROOT).map(({ folder }) => basename(folder));
const TIMEOUT_MS = 60_000;

describe.each([...SERVERS.map((server) => [server, 'jwt'] as const), ['filesystem', 'opaque'] as const])(
  'the %s server, with tokens that are %ss',
  (server, format) => {
    it(
      'keeps every rule of a resource server',
      async () => {
        const { target, stop } = await served(server, { format });
        onTestFinished(stop);
        const verdicts = await runRules(target);
        const others = verdicts.filter(({ outcome }) => outcome !== 'holds');
        expect(others.map(({ rule, outcome, why }) => `${rule.name}: ${outcome}: ${why}`)).toEqual([]);
      },
      TIMEOUT_MS,
    );
  },
);

describe('a server that breaks a rule is seen to', () => {
  const proxy = new LeakyProxy();
  let target: Target;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const behind = await proxy.start();
    // The metadata is asked for through the proxy, so that the server has to be there first.
    const ready = (origin: string) => proxy.lead(origin);
    const server = await served('filesystem', { behind, ready });
    ({ target, stop } = server);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await stop();
    await proxy.stop();
  });

  const names = leaksOf({ url: 'http://127.0.0.1/mcp' }).map(([breaks]) => breaks);

  it.each(names.map((breaks, at) => [breaks.join(', '), at] as const))('%s… (%i)', async (_, at) => {
    const [breaks, leak] = leaksOf(target)[at] as ReturnType<typeof leaksOf>[number];
    const rules = RULES.filter(({ name }) => breaks.some((begin) => name.startsWith(begin)));
    const outcomes = async () =>
      Object.fromEntries(
        await Promise.all(rules.map(async (rule) => [rule.name, (await verdictOn(rule, target)).outcome])),
      );
    expect(new Set(Object.values(await outcomes()))).toEqual(new Set(['holds']));
    proxy.leak = leak;
    const seen = await outcomes();
    proxy.leak = {};
    expect(seen).toEqual(Object.fromEntries(rules.map(({ name }) => [name, 'broken'])));
  });

  it('for each of them', () => {
    const seen = (name: string) => names.flat().some((begin) => name.startsWith(begin));
    expect(RULES.filter(({ name }) => !seen(name)).map(({ name }) => name)).toEqual([]);
    for (const begin of names.flat())
      expect(
        RULES.some(({ name }) => name.startsWith(begin)),
        begin,
      ).toBe(true);
  });
});

describe('as a program', () => {
  const MAIN = join(import.meta.dirname, 'main.ts');
  const outcomeOf = (...args: string[]): Promise<{ code: number; lines: string[] }> => {
    const env = { ...process.env, AUTH_CONFORMANCE_SECRET: 'desk-secret' };
    return new Promise((resolve) =>
      execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout) =>
        resolve({ code: Number(error?.code ?? 0), lines: stdout.trim().split('\n') }),
      ),
    );
  };
  const begin = (lines: string[], word: string) =>
    lines.filter((line) => line.startsWith(`${word}: `)).length;

  it(
    'gets itself its tokens, names each rule with its source, and ends with 0 where all of them hold',
    async () => {
      const { target, stop } = await served('hello');
      onTestFinished(stop);
      const { code, lines } = await outcomeOf(
        ...[target.url, '--client', 'desk', '--scope', 'hello:read', '--tool', 'greet', '--weak-scope', ''],
        ...['--other-resource', OTHER_RESOURCE, '--expired-token', target.expiredToken ?? ''],
      );
      expect([code, lines.length, begin(lines, 'holds')]).toEqual([0, RULES.length, RULES.length]);
      expect(lines.filter((line) => !/: (?:MUST|SHOULD) .+ \[.+\d.*\]$/.test(line))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it('ends with 1 where a MUST is broken, and with 2 without an address', async () => {
    const { code, lines } = await outcomeOf('http://127.0.0.1:1/mcp', '--token', 'x');
    expect([code, begin(lines, 'holds')]).toEqual([1, 0]);
    expect(begin(lines, 'broken')).toBeGreaterThan(0);
    expect(begin(lines, 'warning')).toBeGreaterThan(0);
    expect(begin(lines, 'not checked')).toBe(RULES.filter(({ needs }) => needs && needs !== 'token').length);
    expect((await outcomeOf()).code).toBe(2);
  });
});

it('rules are not checked without what they take', async () => {
  const rule = RULES.find(({ needs }) => needs === 'token');
  if (rule === undefined) throw new Error('no rule needs a token');
  expect(await verdictOn(rule, { url: 'http://127.0.0.1:1/mcp' })).toMatchObject({ outcome: 'not checked' });
});

it('a server that cannot be reached keeps no rule', async () => {
  const verdicts = await runRules({ url: 'http://127.0.0.1:1/mcp' });
  expect(verdicts.filter(({ outcome }) => outcome === 'holds')).toEqual([]);
});

it('a header of challenges is read to its end, or not at all', () => {
  expect(challengesIn('Bearer')).toEqual([{ scheme: 'bearer', parameters: {} }]);
  expect(challengesIn('DPoP error="a \\"b\\", c", algs="x y", Bearer scope=z')).toEqual([
    { scheme: 'dpop', parameters: { error: 'a "b", c', algs: 'x y' } },
    { scheme: 'bearer', parameters: { scope: 'z' } },
  ]);
  for (const wrong of ['Bearer error="', '"x"', 'Bearer error="a" ???', '='])
    expect(challengesIn(wrong)).toEqual([]);
});
