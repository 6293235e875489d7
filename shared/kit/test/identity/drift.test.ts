import { afterEach, describe, expect, it, vi } from 'vitest';
import { DURATION, durationMs } from '../../src/options/duration.ts';
import type { EventRecord } from '../../src/record/recorder.ts';
import { ask, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { at, keyFile } from '../fixture/key-file.ts';
import { whoamiCall, whoamiServer } from '../fixture/whoami-server.ts';

const DAY = 24 * 60 * 60_000;
const seconds = () => Math.floor(Date.now() / 1_000);

type Served = Awaited<ReturnType<typeof serve>>;

/** What a server warned of: in its log, to those who keep records, and to probes. */
function warned({ entries, origin, host }: Served) {
  const events: EventRecord[] = [];
  (host.recorders as unknown[]).push({ event: (event: EventRecord) => void events.push(event) });
  return {
    events,
    logged: () => entries.filter(({ message }) => String(message).startsWith('auth drift: ')),
    kinds: () =>
      entries.flatMap(({ message }) => /^auth drift: (.*)/.exec(String(message))?.slice(1) ?? []).sort(),
    ready: async () => JSON.parse((await ask(`${origin}/readyz`, { method: 'GET' })).text),
  };
}

async function withIssuer(args: readonly string[] = [], change?: Parameters<typeof startIssuer>[0]) {
  const issuer = await startIssuer(change);
  const served = await serve(whoamiServer, ['--auth-issuer', issuer.url, ...args]);
  const call = async (claims: object, header = {}) => {
    const token = await issuer.token({ aud: served.url, ...claims }, header);
    return (await ask(served.url, whoamiCall(`Bearer ${token}`))).status;
  };
  return { issuer, call, ...warned(served) };
}

afterEach(() => vi.useRealTimers());

describe('a key', () => {
  it.each<[string, string, object, string[]]>([
    ['that is as it should be', '', {}, []],
    ['older than ninety days', '', { notBefore: at(-91 * DAY) }, ['key old', 'key unused']],
    ['not called with for thirty days', '', { notBefore: at(-31 * DAY) }, ['key unused']],
    ['with two weeks left', '', { expiresAt: at(13 * DAY) }, ['key ends soon']],
    ['with three days left', '', { expiresAt: at(2 * DAY) }, ['key about to end']],
    ['that has ended', '', { notBefore: at(-99 * DAY), expiresAt: at(-DAY) }, []],
    ['that was revoked', '', { notBefore: at(-99 * DAY), revokedAt: at(-DAY) }, []],
    ['that has not begun', '', { notBefore: at(DAY), expiresAt: at(2 * DAY) }, []],
    ['by another policy', 'key-age=100d,key-unused=2400h', { notBefore: at(-91 * DAY) }, []],
    ['by a stricter one', 'key-age=12h', {}, ['key old']],
  ])('%s is found when the server starts, without a call (%s)', async (_, policy, change, kinds) => {
    const { path, keys } = keyFile({ owner: 'ann', tenant: 'acme', ...change });
    const served = await serve(whoamiServer, ['--api-keys', path, '--auth-policy', policy]);
    const { logged, kinds: found, ready } = warned(served);
    expect(found()).toEqual(kinds);
    for (const entry of logged()) {
      expect(entry).toMatchObject({ level: 'warn', about: keys[0]?.stored.id, tenant: 'acme' });
      expect(entry.days).toEqual(expect.any(Number));
    }
    const warnings = kinds.map((kind) => ({ kind, count: 1 }));
    expect(await ready()).toEqual({ status: 'ready', ...(kinds.length > 0 && { warnings }) });
  });

  it('is looked at again while nobody calls', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    const { path } = keyFile({ owner: 'ann', expiresAt: at(14 * DAY + 60_000) });
    const { kinds } = warned(await serve(whoamiServer, ['--api-keys', path]));
    expect(kinds()).toEqual([]);
    vi.advanceTimersByTime(11 * 60_000);
    expect(kinds()).toEqual(['key ends soon']);
  });
});

describe('a token', () => {
  it.each<[string, string, () => object, string[]]>([
    ['that is as it should be', '', () => ({ scope: 'openid echo:read echo:metrics offline_access' }), []],
    ['that lives for days', '', () => ({ exp: seconds() + 90_000 }), ['token lives long']],
    ['that lives as long as it may', '', () => ({ exp: seconds() + 86_400 }), []],
    ['that lives longer than it may here', 'token-life=5m', () => ({}), ['token lives long']],
    ['with a scope nobody here has', '', () => ({ scope: 'echo:read vault:read' }), ['token scope unknown']],
    ['with a scope for everything', '', () => ({ scope: 'echo:read echo:*' }), ['token scope too wide']],
    ['of an administrator', '', () => ({ scope: 'echo:read realm-admin' }), ['token scope too wide']],
    ['from the future', '', () => ({ iat: seconds() + 20 }), ['clock skew']],
  ])('%s is served, and said (%s)', async (_, policy, claims, kinds) => {
    const { call, logged, events, kinds: found } = await withIssuer(['--auth-policy', policy]);
    expect([await call(claims()), await call(claims())]).toEqual([200, 200]);
    expect(found()).toEqual(kinds);
    expect(events).toEqual(
      kinds.map((name) => ({
        ...{ time: expect.any(Date), kind: 'drift', name },
        ...{ subject: name === 'clock skew' ? 'issuer' : 'desk', details: expect.any(Object) },
      })),
    );
    // It is the client that is at fault: its users are not named.
    expect(JSON.stringify([logged(), events])).not.toContain('ann');
  });

  it('is said once an hour, however often it comes, and once for each client', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { call, logged, ready } = await withIssuer();
    const long = () => ({ exp: seconds() + 90_000 });
    for (const client of ['one', 'one', 'two', 'one']) await call({ ...long(), client_id: client });
    expect(logged().map(({ about }) => about)).toEqual(['one', 'two']);
    expect(await ready()).toEqual({ status: 'ready', warnings: [{ kind: 'token lives long', count: 2 }] });
    vi.setSystemTime(Date.now() + 61 * 60_000);
    expect(await ready()).toEqual({ status: 'ready' });
    await call({ ...long(), client_id: 'one' });
    expect(logged().map(({ about }) => about)).toEqual(['one', 'two', 'one']);
  });
});

describe('refusals', () => {
  it('of one kind that are suddenly many are said, with their number', async () => {
    const { call, logged } = await withIssuer();
    for (let i = 0; i < 20; i++) await call({ aud: 'https://other.test' });
    for (let i = 0; i < 20; i++) await call({ exp: 1_000 });
    expect(logged()).toEqual([]);
    await call({ aud: 'https://other.test' });
    expect(logged()).toMatchObject([
      { message: 'auth drift: refusals rising', about: 'aud', inThisMinute: 21 },
    ]);
  });

  it('of those who have no credential yet are none', async () => {
    const served = await serve(whoamiServer, ['--auth-issuer', (await startIssuer()).url]);
    for (let i = 0; i < 30; i++) await ask(served.url, whoamiCall());
    expect(warned(served).logged()).toEqual([]);
  });
});

describe('an issuer', () => {
  it('that moves its keys is said, and which addresses', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let moved = {};
    const { call, logged } = await withIssuer([], (metadata) => ({ ...metadata, ...moved }));
    expect(await call({})).toBe(200);
    moved = { token_endpoint: 'https://elsewhere.test/token' };
    vi.setSystemTime(Date.now() + 61 * 60_000);
    expect(await call({})).toBe(200);
    expect(logged()).toMatchObject([
      { message: 'auth drift: issuer changed metadata', names: ['token_endpoint'] },
    ]);
  });

  it.each<[string, string[], string[]]>([
    ['keeps none of its keys', ['two', 'three'], ['issuer changed all keys']],
    ['has a new key beside the old one', ['one', 'two'], []],
  ])('that %s: %j is said: %j', async (_, kids, said) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { issuer, call, kinds } = await withIssuer();
    expect(await call({})).toBe(200);
    issuer.kids.splice(0, 1, ...kids);
    vi.setSystemTime(Date.now() + 11 * 60_000);
    expect(await call({}, { kid: 'two' })).toBe(200);
    expect(kinds()).toEqual(said);
  });
});

describe('the policy', () => {
  it.each(['key-age', 'key-age=', 'key-age=90', 'key-age=0d', 'key-age=1y', 'age=1d', 'key-age=1.5d'])(
    'may not be %j',
    async (policy) => {
      const { path } = keyFile({ owner: 'ann' });
      await expect(serve(whoamiServer, ['--api-keys', path, '--auth-policy', policy])).rejects.toThrow(
        /^--auth-policy.*must be items such as key-age=90d.*; there are key-age, token-life, key-unused\.$/,
      );
    },
  );

  it('has durations in days, hours and minutes', () => {
    expect(['2d', '3h', '4m'].map(durationMs)).toEqual([2 * DAY, 3 * 3_600_000, 240_000]);
    expect(DURATION.test('01d')).toBe(false);
    expect(() => durationMs('soon')).toThrow(RangeError);
  });
});
