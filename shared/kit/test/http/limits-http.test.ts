import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestRate } from '../../src/http/request-limit.ts';
import { newKey } from '../../src/identity/keys/api-keys.ts';
import type { EventRecord } from '../../src/record/recorder.ts';
import { connectHttp } from '../../src/testing/index.ts';
import { keysFor } from '../fixture/api-key.ts';
import { server } from '../fixture/echo-server.ts';
import { type Answer, ask, modern, serve } from '../fixture/http.ts';
import { misbehaving } from '../fixture/misbehaving-server.ts';

const list = (headers: Record<string, string> = {}) => modern('tools/list', {}, headers);
const echo = (headers: Record<string, string> = {}) =>
  modern('tools/call', { name: 'echo', arguments: { text: 'x' } }, headers);

/** A server that knows Ann and Bob. */
async function guarded(...args: string[]) {
  const { path, authorization } = keysFor({ owner: 'ann', tenant: 'acme' }, { owner: 'bob', tenant: 'acme' });
  const served = await serve(server, ['--api-keys', path, ...args]);
  const [ann = '', bob = ''] = authorization;
  const guess = (headers: Record<string, string> = {}) =>
    ask(served.url, list({ authorization: `Bearer ${newKey().key}`, ...headers }));
  return { ...served, ann, bob, guess };
}

function expectTooMany({ status, headers, text }: Answer, what: string): void {
  const { error, id } = JSON.parse(text);
  expect({ status, id, code: error.code }).toEqual({ status: 429, id: null, code: -32_000 });
  expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
  expect(error.message).toBe(`${what} Try again in ${headers['retry-after']} s.`);
  expect(error.data).toEqual({ code: 'limited', retryable: true, retryAfterMs: expect.any(Number) });
  expect(Math.ceil(error.data.retryAfterMs / 1_000)).toBe(Number(headers['retry-after']));
}

describe('a quota over HTTP', () => {
  it.each(['v2', 'v2-legacy', 'v1'] as const)(
    'is a result that tells the %s client when to come',
    async (kind) => {
      const { url, ann, bob } = await guarded('--limit', 'echo=2/min');
      const [anns, bobs] = await Promise.all(
        [ann, bob].map((authorization) => connectHttp(kind, url, { headers: { authorization } })),
      );
      for (let at = 0; at < 2; at++) expect(await anns?.text('echo', { text: 'x' })).toBe('x');
      const refused = (await anns?.call('echo', { text: 'x' })) as unknown as {
        isError: boolean;
        content: { text: string }[];
        _meta: Record<string, { retryAfterMs: number }>;
      };
      expect(refused.isError).toBe(true);
      const { retryAfterMs } = refused._meta['dev.ashlar/error'] ?? { retryAfterMs: 0 };
      expect(retryAfterMs).toBeGreaterThan(50_000);
      expect(refused.content[0]?.text).toBe(
        `limited: The limit of echo is 2 calls per minute, and this caller has used it up. Try again in ${Math.ceil(retryAfterMs / 1_000)} s.`,
      );
      expect(await bobs?.text('echo', { text: 'x' })).toBe('x');
      expect(await anns?.text('count', { text: 'x' })).toContain('characters');
      await Promise.all([anns?.close(), bobs?.close()]);
    },
  );

  it('is a protocol error with the same for what is no tool', async () => {
    const { url, ann } = await guarded('--limit', '1/min');
    const read = modern(
      'resources/read',
      { uri: 'echo://notes' },
      { authorization: ann, 'mcp-name': 'echo://notes' },
    );
    expect(JSON.parse((await ask(url, read)).text)).toHaveProperty('result');
    expect(JSON.parse((await ask(url, read)).text).error).toMatchObject({
      message: expect.stringMatching(/Try again in \d+ s\.$/),
      data: { code: 'limited', retryable: true, retryAfterMs: expect.any(Number) },
    });
  });
});

describe('requests of one caller', () => {
  it('are 429 when they are too many, of whatever kind, and those of another are not', async () => {
    const { url, ann, bob } = await guarded();
    const refused = async () => {
      const sent = Array.from({ length: 50 }, () =>
        fetch(url, { method: 'POST', headers: { authorization: ann } }),
      );
      const statuses = (await Promise.all(sent)).map(async (answer) => [answer.status, await answer.text()]);
      return (await Promise.all(statuses)).filter(([status]) => status === 429).length;
    };
    for (let at = 0; at < 60; at++) expect(await refused()).toBe(0);
    expect(await refused()).toBe(50);
    expectTooMany(await ask(url, list({ authorization: ann })), 'Too many requests.');
    expectTooMany(await ask(url, echo({ authorization: ann })), 'Too many requests.');
    expect((await ask(url, list({ authorization: bob }))).status).toBe(200);
  }, 30_000);

  it.each([
    [{ points: 600, seconds: 60 }, [], { points: 3_000, seconds: 60 }],
    [{ points: 10, seconds: 60 }, [], { points: 3_000, seconds: 60 }],
    [{ points: 20, seconds: 1 }, [], { points: 100, seconds: 1 }],
    [{ points: 10, seconds: 60 }, [{ points: 50, seconds: 1 }, undefined], { points: 250, seconds: 1 }],
    [undefined, [{ points: 50, seconds: 1 }], undefined],
  ])('may be several times those of a tool: %j %j', (others, tools, expected) => {
    const rates = new Map(tools.map((rate, at) => [String(at), rate]));
    expect(requestRate({ others, tools: rates, tenant: undefined, concurrent: 1 })).toEqual(expected);
  });

  it('may be open only so many at once, until their answers were taken', async () => {
    const { url, ann, bob } = await guarded('--limit-concurrent', '1');
    const call = modern('tools/call', { name: 'pause', arguments: { ms: 60_000 } }, { authorization: ann });
    const stops = await Promise.all(
      Array.from({ length: 4 }, () => opened(url, { ...call, body: undefined })),
    );
    expectTooMany(await ask(url, list({ authorization: ann })), 'This caller has too many requests open.');
    expect((await ask(url, list({ authorization: bob }))).status).toBe(200);
    stops[0]?.();
    await until(async () => (await ask(url, list({ authorization: ann }))).status === 200);
  });

  it('are open for as long as nobody reads their answers', async () => {
    const { url } = await serve(misbehaving, ['--limit-concurrent', '1']);
    const large = modern('tools/call', { name: 'return_mebibytes', arguments: { ms: 6 } });
    const unread = [];
    for (let at = 0; at < 4; at++) unread.push(await answered(url, large));
    expectTooMany(await ask(url, list()), 'This caller has too many requests open.');
    unread[0]?.resume();
    await until(async () => (await ask(url, list())).status === 200);
  });

  it('may be streams only so many at once, and each place is given back', async () => {
    const { url, ann, bob } = await guarded('--limit-concurrent', '2');
    const listen = (authorization: string) =>
      modern(
        'subscriptions/listen',
        { notifications: { resourceSubscriptions: ['echo://note/first'] } },
        { authorization },
      );
    const stops = [];
    for (let at = 0; at < 4; at++) stops.push(await opened(url, listen(ann)));
    expectTooMany(await ask(url, listen(ann)), 'This caller has too many streams open.');
    expect((await ask(url, list({ authorization: ann }))).status).toBe(200);
    (await opened(url, listen(bob)))();
    stops[0]?.();
    await until(async () => {
      const stop = await opened(url, listen(ann)).catch(() => undefined);
      return stop !== undefined;
    });
  });
});

it('streams of all callers are only so many, and each place is given back', async () => {
  const { url } = await serve(server, ['--limit-concurrent', 'off']);
  const listen = modern('subscriptions/listen', {
    notifications: { resourceSubscriptions: ['echo://note/first'] },
  });
  const stops: (() => void)[] = [];
  while (stops.length < 1_024) {
    stops.push(...(await Promise.all(Array.from({ length: 64 }, () => opened(url, listen)))));
  }
  expectTooMany(await ask(url, listen), 'This server has too many streams open.');
  expect((await ask(url, list())).status).toBe(200);
  stops[0]?.();
  await until(async () => (await opened(url, listen).catch(() => undefined)) !== undefined);
}, 60_000);

describe('credentials that fail', () => {
  it('stop the address they come from, but nobody there whose credential was good', async () => {
    const { url, ann, bob, guess, host, entries } = await guarded();
    const events: EventRecord[] = [];
    host.recorders.push({ event: (event) => void events.push(event) });
    expect((await ask(url, list({ authorization: ann }))).status).toBe(200);
    for (let at = 0; at < 60; at++) expect((await guess()).status).toBe(401);
    expectTooMany(await guess(), 'Too many requests failed to authenticate.');
    // Nobody looks at one that is not known yet, and so nobody learns whether it is good.
    expectTooMany(await ask(url, list({ authorization: bob })), 'Too many requests failed to authenticate.');
    expect((await ask(url, list({ authorization: ann }))).status).toBe(200);
    const auth = events.filter(({ kind, name }) => kind === 'auth' && name !== 'refused');
    expect(auth).toMatchObject([
      { kind: 'auth', name: 'too many failures', details: { address: '127.0.0.1' } },
    ]);
    expect(entries.filter(({ message }) => String(message).startsWith('too many credentials'))).toHaveLength(
      1,
    );
  });

  it('are not counted where there is none: clients ask so where to get one', async () => {
    const { url, ann } = await guarded();
    for (let at = 0; at < 70; at++) expect((await ask(url, list())).status).toBe(401);
    expect((await ask(url, list({ authorization: ann }))).status).toBe(200);
  });

  it('are counted for the other end of the connection, whatever is said to be behind it', async () => {
    const { guess, entries } = await guarded();
    for (let at = 0; at < 60; at++) await guess({ 'x-forwarded-for': `198.51.100.${at}` });
    expect((await guess({ 'x-forwarded-for': '198.51.100.99' })).status).toBe(429);
    expect(entries.filter(({ message }) => String(message).includes('--trust-proxy'))).toHaveLength(1);
  });

  it('are counted for what a trusted proxy saw, and not for what was said to it', async () => {
    const { guess, entries } = await guarded('--trust-proxy', '1');
    for (let at = 0; at < 60; at++) await guess({ 'x-forwarded-for': `203.0.113.${at}, 198.51.100.1` });
    expect((await guess({ 'x-forwarded-for': '203.0.113.7, 198.51.100.1' })).status).toBe(429);
    expect((await guess({ 'x-forwarded-for': '198.51.100.1, 198.51.100.2' })).status).toBe(401);
    expect(JSON.stringify(entries)).not.toContain('--trust-proxy');
  });
});

/** A request whose answer has begun, or that has not even sent its body; the function given back ends it. */
function opened(url: string, { headers = {}, body }: ReturnType<typeof modern>): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers, agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve(() => outgoing.destroy());
      else reject(new Error(String(response.statusCode)));
    });
    outgoing.on('error', () => {});
    onTestFinished(() => void outgoing.destroy());
    if (body !== undefined) return void outgoing.end(JSON.stringify(body));
    outgoing.write('{', () => setTimeout(() => resolve(() => outgoing.destroy()), 50));
  });
}

/** An answer that has begun and that nobody reads. */
function answered(url: string, { headers = {}, body }: ReturnType<typeof modern>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers, agent: false }, resolve).on('error', reject);
    onTestFinished(() => void outgoing.on('error', () => {}).destroy());
    outgoing.end(JSON.stringify(body));
  });
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 5));
}
