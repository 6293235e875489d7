import { afterEach, describe, expect, it, vi } from 'vitest';
import { call } from '../../src/call/call.ts';
import { failure } from '../../src/call/result.ts';
import type { Caller } from '../../src/context.ts';
import type { ToolError } from '../../src/errors.ts';
import { callerKey } from '../../src/limits/caller-key.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';

const ann: Caller = { subject: 'ann', tenant: 'acme', scopes: ['echo:destroy'], via: 'token' };
const LOCAL: Caller = { subject: 'local', scopes: [], via: 'stdio' };

/** A server with limits, and one way to call it that tells what came of it: `ran`, or the error. */
async function limited(...args: string[]) {
  const { host } = await hostOf(server, args);
  const ask = (caller: Caller, change: Parameters<typeof operationOf>[0] = {}, exchange = {}) =>
    call(
      host,
      operationOf({ name: 'echo', shape: () => 'ran', fail: (error) => error, ...change }),
      exchangeOf({ caller, transport: 'http', ...exchange }),
    ) as Promise<'ran' | ToolError>;
  const times = async (count: number, caller: Caller, change = {}) => {
    const answers = [];
    for (let at = 0; at < count; at++) answers.push(await ask(caller, change));
    return answers.filter((answer) => answer === 'ran').length;
  };
  return { host, ask, times };
}

afterEach(() => void vi.useRealTimers());

describe('a rate', () => {
  it('refuses what is too much, says when there is more, and lets it then', async () => {
    vi.useFakeTimers();
    const { ask, times } = await limited('--limit', '3/min');
    expect(await times(3, ann)).toBe(3);
    vi.advanceTimersByTime(17_600);
    const refused = (await ask(ann)) as ToolError;
    expect(failure(refused)).toEqual({
      content: [
        {
          type: 'text',
          text: 'limited: The limit of echo is 3 calls per minute, and this caller has used it up. Try again in 43 s.',
        },
      ],
      isError: true,
      _meta: { 'dev.ashlar/error': { code: 'limited', retryable: true, retryAfterMs: 42_400 } },
    });
    vi.advanceTimersByTime(42_400);
    expect(await times(9, ann)).toBe(3);
  });

  it('is looked at before the input is', async () => {
    const { ask } = await limited('--limit', '1/min');
    const operation = { validate: vi.fn(() => 'input') };
    await ask(ann, operation);
    expect(await ask(ann, operation)).toMatchObject({ code: 'limited' });
    expect(operation.validate).toHaveBeenCalledTimes(1);
  });

  it('counts each tool, resource and prompt for itself, and a tool with its own limit by that', async () => {
    const { times } = await limited('--limit', '2/min,pause=5/min,count=off');
    expect(await times(9, ann)).toBe(2);
    expect(await times(9, ann, { name: 'remember' })).toBe(2);
    expect(await times(9, ann, { name: 'pause' })).toBe(5);
    expect(await times(9, ann, { name: 'count' })).toBe(9);
    expect(await times(9, ann, { name: 'pause', kind: 'prompt' })).toBe(2);
  });

  it('counts completions as one, however the client names them', async () => {
    const { ask } = await limited('--limit', '2/min');
    const answers = [];
    for (const name of ['a', 'b', 'c']) answers.push(await ask(ann, { kind: 'completion', name }));
    expect(answers.map((answer) => answer === 'ran')).toEqual([true, true, false]);
  });

  it.each<[string, Caller]>([
    ['name', { ...ann, subject: 'bob' }],
    ['tenant', { ...ann, tenant: 'other' }],
    ['tenant, or none', { subject: 'ann', scopes: ann.scopes, via: 'token' }],
    ['kind of credential', { ...ann, via: 'key' }],
  ])('is not shared by callers of another %s', async (_, other) => {
    const { times } = await limited('--limit', '2/min');
    expect(await times(3, ann)).toBe(2);
    expect(await times(3, other)).toBe(2);
  });

  it.each([' ', ',', ':', '|', '/', '","', '"],"', '\0'])(
    'is not shared by names that %j moves apart',
    (mark) => {
      const one = { ...ann, tenant: `a${mark}b`, subject: 'c' };
      const two = { ...ann, tenant: 'a', subject: `b${mark}c` };
      expect(callerKey(one)).not.toBe(callerKey(two));
    },
  );

  it('is not reset by another client, by name of the credential or of the client itself', async () => {
    const { ask, times } = await limited('--limit', '2/min');
    expect(await times(2, ann)).toBe(2);
    const client = { name: 'another', version: '2' };
    expect(await ask({ ...ann, client: 'another' }, {}, { client })).toMatchObject({ code: 'limited' });
  });

  it('is 600 a minute over HTTP and none for the local user, unless it is given', async () => {
    const byDefault = await limited();
    expect(await byDefault.times(605, ann)).toBe(600);
    expect(await byDefault.times(700, LOCAL)).toBe(700);
    const given = await limited('--limit', '2/min');
    expect(await given.times(5, LOCAL)).toBe(2);
    const off = await limited('--limit', 'off');
    expect(await off.times(605, ann)).toBe(605);
  });

  it('leaves alone what is bounded by other means', async () => {
    const { times } = await limited('--limit', '2/min', '--limit-concurrent', '1');
    expect(await times(5, ann, { uncounted: true })).toBe(5);
  });
});

describe('a rate of a tenant', () => {
  it('is shared by all its callers and tools, and by nobody else', async () => {
    const { ask, times } = await limited('--limit-tenant', '4/min', '--limit', '3/min');
    expect(await times(3, ann)).toBe(3);
    expect(await times(3, { ...ann, subject: 'bob' }, { name: 'count' })).toBe(1);
    expect(await ask({ ...ann, subject: 'cid' })).toMatchObject({
      code: 'limited',
      message: 'The limit of this tenant is 4 calls per minute, and it is used up.',
      hint: 'Try again in 60 s.',
      retryAfterMs: expect.any(Number),
    });
    expect(await times(3, { ...ann, tenant: 'other' })).toBe(3);
  });

  it('is not used up by a caller who is over their own', async () => {
    const { times } = await limited('--limit-tenant', '4/min', '--limit', '2/min');
    expect(await times(20, ann)).toBe(2);
    expect(await times(20, { ...ann, subject: 'bob' })).toBe(2);
  });

  it('holds for callers without a tenant together', async () => {
    const { times } = await limited('--limit-tenant', '4/min', '--limit', '3/min');
    const { tenant: _, ...nobodys } = ann;
    expect(await times(9, nobodys)).toBe(3);
    expect(await times(9, { ...nobodys, subject: 'bob' })).toBe(1);
  });
});
