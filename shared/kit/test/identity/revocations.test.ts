import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openRevocations } from '../../src/identity/revocation/open-revocations.ts';
import { connectHttp } from '../../src/testing/index.ts';
import { ask, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { at, keyFile, testFolder } from '../fixture/key-file.ts';
import { hasRedis, TestRedis } from '../fixture/redis.ts';
import { whoamiCall, whoamiServer } from '../fixture/whoami-server.ts';

const HOUR = 60 * 60_000;

/** Where the list may be: what `--revocations` takes. */
const PLACES = {
  'a file': async () => {
    const path = join(testFolder(), 'ended');
    writeFileSync(path, '');
    return path;
  },
  Redis: async () => (await TestRedis.start()).url,
} as const;

/** Two servers with the same list, whatever of them a caller reaches, and a way to add to it from outside. */
async function sharing(place: string, ...args: string[]) {
  const issuer = await startIssuer();
  const options = ['--auth-issuer', issuer.url, '--revocations', place, ...args];
  const servers = [await serve(whoamiServer, options), await serve(whoamiServer, options)] as const;
  const audiences = servers.map(({ url }) => url);
  const statuses = (token: string) =>
    Promise.all(servers.map(async ({ url }) => (await ask(url, whoamiCall(`Bearer ${token}`))).status));
  const list = await openRevocations(place);
  onTestFinished(() => list.close());
  const token = (claims: object) => issuer.token({ aud: audiences, ...claims });
  return { servers, statuses, token, end: list.end.bind(list) };
}

afterEach(() => vi.useRealTimers());

describe.each(Object.entries(PLACES))('a grant that was ended in %s', (name, make) => {
  const run = it.skipIf(name === 'Redis' && !hasRedis);
  const needs = name === 'Redis' && !hasRedis ? ' (needs redis-server)' : '';

  run.each(['jti', 'sid', 'sub'])(
    `is refused by its %s with the next request, on every instance, and no other is${needs}`,
    async (claim) => {
      const { statuses, token, end } = await sharing(await make());
      const [ended, other] = [await token({ [claim]: 'x: 1' }), await token({ [claim]: 'x' })];
      expect(await statuses(ended)).toEqual([200, 200]);
      await end('x: 1');
      expect(await statuses(ended)).toEqual([401, 401]);
      expect(await statuses(other)).toEqual([200, 200]);
    },
  );

  run(`is refused by the id of its key, or by its owner${needs}`, async () => {
    const place = await make();
    const { path, keys } = keyFile({ owner: 'ann' }, { owner: 'ann' }, { owner: 'bob' });
    const { statuses, end } = await sharing(place, '--api-keys', path);
    const all = async () =>
      (await Promise.all(keys.map(({ key }) => statuses(key)))).map(([status]) => status);
    expect(await all()).toEqual([200, 200, 200]);
    await end(keys[0]?.stored.id ?? '');
    expect(await all()).toEqual([401, 200, 200]);
    await end('ann');
    expect(await all()).toEqual([401, 401, 200]);
  });

  run(`is good again when that has lapsed${needs}`, async () => {
    const { statuses, token, end } = await sharing(await make());
    const credential = await token({ jti: 'lapsing' });
    await end('lapsing', new Date(Date.now() + 300));
    expect(await statuses(credential)).toEqual([401, 401]);
    await vi.waitUntil(async () => (await statuses(credential)).every((status) => status === 200), 5_000);
  });

  run(`ends its open streams${needs}`, async () => {
    const { servers, token, end } = await sharing(await make());
    const [{ url }] = servers;
    const streams = await Promise.all(
      ['one', 'two'].map(async (sid) => {
        const authorization = `Bearer ${await token({ sid, scope: 'echo:destroy' })}`;
        const client = await connectHttp('v2', url, { headers: { authorization } });
        onTestFinished(() => client.close());
        const told: string[] = [];
        const sdk = client.sdk as Client;
        sdk.setNotificationHandler(
          'notifications/resources/updated',
          ({ params }) => void told.push(params.uri),
        );
        const listening = await sdk.listen({ resourceSubscriptions: ['echo://note/first'] });
        return { client, told, closed: listening.closed };
      }),
    );
    const [one, two] = streams;
    await end('one');
    await one?.closed;
    await two?.client.call('remember', { name: 'first', text: 'x' });
    await vi.waitUntil(() => two?.told.length === 1);
    expect(one?.told).toEqual([]);
  });
});

describe('a stream', () => {
  it('ends with the key it was opened with, and with the time of that key', async () => {
    const { path, keys } = keyFile({ owner: 'ann' }, { owner: 'bob', expiresAt: at(1_500) });
    const { url } = await serve(whoamiServer, ['--api-keys', path]);
    const closed = keys.map(async ({ key }) => {
      const client = await connectHttp('v2', url, { headers: { authorization: `Bearer ${key}` } });
      onTestFinished(() => client.close());
      const listening = await (client.sdk as Client).listen({ resourceSubscriptions: ['echo://note/first'] });
      await listening.closed;
      return key;
    });
    expect(await Promise.race(closed)).toBe(keys[1]?.key);
    const revoked = keys.map(({ stored }) => ({ ...stored, revokedAt: at(0) }));
    writeFileSync(path, JSON.stringify({ keys: revoked }));
    await Promise.all(closed);
  });
});

describe('a list in a file', () => {
  it('takes lines that people write, and the last one for an id counts', async () => {
    const place = await PLACES['a file']();
    const { statuses, token } = await sharing(place);
    const [one, two] = [await token({ jti: 'one' }), await token({ jti: 'two' })];
    const until = (ms: number) => new Date(Date.now() + ms).toISOString();
    appendFileSync(place, `one\r\n\n  {"id":"two","until":"${until(HOUR)}"}\n`);
    expect([...(await statuses(one)), ...(await statuses(two))]).toEqual([401, 401, 401, 401]);
    appendFileSync(place, `{"id":"two","until":"${until(-HOUR)}"}`);
    expect(await statuses(two)).toEqual([200, 200]);
  });

  it.each<[string, (path: string) => void]>([
    ['has a line that is no entry', (path) => appendFileSync(path, '{"id":"one","untill":"2030"}\n')],
    ['is gone', (path) => rmSync(path)],
  ])('that %s lets nobody in, and says so to probes', async (_, spoil) => {
    const place = await PLACES['a file']();
    const { servers, statuses, token } = await sharing(place);
    const credential = await token({});
    expect(await statuses(credential)).toEqual([200, 200]);
    spoil(place);
    expect(await statuses(credential)).toEqual([503, 503]);
    const [{ origin }] = servers;
    const probe = await ask(`${origin}/readyz`, { method: 'GET' });
    expect([probe.status, JSON.parse(probe.text)]).toEqual([
      503,
      { status: 'unavailable', reason: 'revocations' },
    ]);
    writeFileSync(place, 'one\n');
    expect(await statuses(credential)).toEqual([200, 200]);
  });

  it('is kept to its owner, and loses what has lapsed when it is written', async () => {
    const place = join(testFolder(), 'ended');
    const list = await openRevocations(place, '--file', 'make');
    await list.end('for good');
    await list.end('lapsed', new Date(Date.now() - 1));
    await list.end('later', new Date(Date.now() + HOUR));
    const ids = readFileSync(place, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids).toEqual(['for good', 'later']);
    if (process.platform !== 'win32') expect(statSync(place).mode & 0o077).toBe(0);
  });

  it('that is not there, or is none, stops the start with a sentence', async () => {
    const { path } = keyFile({ owner: 'ann' });
    const start = (place: string) => serve(whoamiServer, ['--api-keys', path, '--revocations', place]);
    await expect(start('/no/such/file')).rejects.toThrow(
      /^--revocations: the file cannot be used \(ENOENT\)/,
    );
    await expect(start(path)).rejects.toThrow(
      /^--revocations: the file cannot be used \(line 1 is not an entry\)/,
    );
  });
});

describe('a list in Redis', () => {
  it.skipIf(!hasRedis)(
    'that does not answer lets nobody in, until it does (needs redis-server)',
    async () => {
      const redis = await TestRedis.start();
      const { servers, statuses, token, end } = await sharing(redis.url);
      const [{ origin }] = servers;
      const [credential, ended] = [await token({}), await token({ jti: 'ended' })];
      const probe = async () => (await ask(`${origin}/readyz`, { method: 'GET' })).status;
      await end('ended');
      expect([await statuses(credential), await probe()]).toEqual([[200, 200], 200]);
      redis.hang(true);
      expect([await statuses(credential), await probe()]).toEqual([[503, 503], 503]);
      redis.hang(false);
      await vi.waitUntil(async () => (await statuses(credential)).every((status) => status === 200), 5_000);
      expect(await statuses(ended)).toEqual([401, 401]);
      await redis.stop();
      expect([await statuses(credential), await probe()]).toEqual([[503, 503], 503]);
    },
  );

  it.skipIf(!hasRedis)('is not needed for the start (needs redis-server)', async () => {
    const redis = await TestRedis.start();
    await redis.stop();
    const { statuses, token } = await sharing(redis.url);
    const credential = await token({});
    expect(await statuses(credential)).toEqual([503, 503]);
    await redis.start();
    await vi.waitUntil(async () => (await statuses(credential)).every((status) => status === 200), 5_000);
  });
});
