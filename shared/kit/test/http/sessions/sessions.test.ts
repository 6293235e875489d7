import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SESSIONS_PER_CALLER } from '../../../src/http/sessions/places.ts';
import { MAX_WATCHED } from '../../../src/protocol/subscriptions.ts';
import { MAX_URI } from '../../../src/protocol/told.ts';
import { CLIENTS, connectHttp } from '../../../src/testing/index.ts';
import { asking } from '../../fixture/asking-server.ts';
import { server } from '../../fixture/echo-server.ts';
import { guarded } from '../../fixture/guarded-server.ts';
import { ask, modern, serve } from '../../fixture/http.ts';
import { initialize, openSession } from '../../fixture/session.ts';

const FIRST = 'echo://note/first';
const updated = ({ message }: { message: { method?: string } | undefined }) =>
  message?.method === 'notifications/resources/updated';

describe('a client of 2025 over HTTP', () => {
  it.each(['v1', 'v2-legacy'] as const)('asks its person in a session, as %s', async (kind) => {
    const ran: string[] = [];
    const { url } = await serve(guarded({ ran, version: { value: '1' } }), ['--sessions']);
    const said = ['decline', 'accept'] as const;
    const person = vi.fn((_message: string) => said[person.mock.calls.length - 1] ?? 'cancel');
    const client = await connectHttp(kind, url, { person });
    onTestFinished(() => client.close());
    expect(await client.text('publish', { text: 'no' })).toContain('forbidden');
    expect(ran).toEqual([]);
    expect(await client.text('publish', { text: 'yes' })).toBe('did publish yes');
    expect(person.mock.calls[1]?.[0]).toContain('Sends "yes" to 12 people.');
    expect(ran).toEqual(['publish yes']);
  });

  it('has none unless they are asked for, and is served as before', async () => {
    const { url } = await serve(server);
    const opened = await initialize(url);
    expect([opened.status, opened.headers['mcp-session-id']]).toEqual([200, undefined]);
    const headers = { 'mcp-session-id': 'x', accept: 'text/event-stream' };
    expect((await ask(url, { method: 'GET', headers })).status).toBe(405);
    expect((await ask(url, { method: 'DELETE', headers })).status).toBe(405);
    const client = await connectHttp('v1', url);
    onTestFinished(() => client.close());
    expect(await client.text('echo', { text: 'x' })).toBe('x');
  });

  it('needs none where they are kept', async () => {
    const { url } = await serve(server, ['--sessions']);
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    const accept = 'application/json, text/event-stream';
    const listed = await ask(url, { body: list, headers: { 'content-type': 'application/json', accept } });
    expect([listed.status, listed.headers['mcp-session-id']]).toEqual([200, undefined]);
    expect((await ask(url, { method: 'GET', headers: { accept: 'text/event-stream' } })).status).toBe(405);
  });

  it.each(['GET', 'DELETE', 'PUT'])('is told with %s which methods there are, and where', async (method) => {
    const { url } = await serve(server, ['--sessions']);
    const { status, headers, text } = await ask(url, { method });
    expect([status, headers.allow, JSON.parse(text).error.message]).toEqual([
      405,
      'GET, POST, DELETE',
      'Only POST is served here, and GET and DELETE within a session.',
    ]);
  });

  it('gets no session by a first request that is refused', async () => {
    const { url } = await serve(server, ['--sessions', '1']);
    for (let n = 0; n < 3; n++) {
      expect((await initialize(url, { headers: { accept: 'text/html' } })).status).toBe(406);
    }
    expect((await initialize(url)).headers['mcp-session-id']).toMatch(/^[\w-]{32}$/);
  });
});

it.each(CLIENTS)('a client of 2026-07-28 has no session, beside the client %s that may', async (kind) => {
  const { url } = await serve(server, ['--sessions']);
  const seen: (string | null)[] = [];
  const watching: typeof fetch = async (...args) => {
    const answer = await fetch(...args);
    seen.push(answer.headers.get('mcp-session-id'));
    return answer;
  };
  const client = await connectHttp(kind, url, { fetch: watching });
  onTestFinished(() => client.close());
  expect(await client.text('echo', { text: 'x' })).toBe('x');
  expect(seen.some((id) => id !== null)).toBe(kind !== 'v2');
  // A header of another era means nothing.
  const answer = await ask(url, modern('tools/list', {}, { 'mcp-session-id': 'none' }));
  expect([answer.status, answer.headers['mcp-session-id']]).toEqual([200, undefined]);
});

describe('a session', () => {
  it('ends when its client says so, and is unknown then', async () => {
    const { url } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    const stream = await session.listen();
    expect((await session.request(2, 'ping')).status).toBe(200);
    expect((await session.ask({ method: 'DELETE' })).status).toBe(204);
    await stream.ended;
    for (const method of ['POST', 'GET', 'DELETE']) {
      const { status, text } = await session.ask({
        method,
        ...(method === 'POST' && { body: { jsonrpc: '2.0', id: 3, method: 'ping' } }),
      });
      expect([method, status]).toEqual([method, 404]);
      expect(JSON.parse(text).error.message).toBe('There is no such session: initialize again.');
    }
  });

  it('tells of changes to what its client has subscribed to, until it has no more', async () => {
    const { url } = await serve(server, ['--sessions']);
    const [session, other] = [await openSession(url), await openSession(url)];
    const [stream, others] = [await session.listen(), await other.listen()];
    await session.request(2, 'resources/subscribe', { uri: FIRST });
    await session.call(3, 'remember', { name: 'first', text: 'x' });
    expect((await stream.until(updated)).message?.params).toEqual({ uri: FIRST });
    await session.request(4, 'resources/unsubscribe', { uri: FIRST });
    const read = await session.request(5, 'resources/read', { uri: 'echo://watching' });
    expect(read.text).toContain('"text":"0"');
    expect(others.events).toEqual([]);
  });

  it('stops watching when it ends', async () => {
    const { url } = await serve(server, ['--sessions']);
    const [session, other] = [await openSession(url), await openSession(url)];
    await session.request(2, 'resources/subscribe', { uri: FIRST });
    const watching = async () => (await other.request(2, 'resources/read', { uri: 'echo://watching' })).text;
    expect(await watching()).toContain('"text":"1"');
    await session.ask({ method: 'DELETE' });
    await vi.waitUntil(async () => (await watching()).includes('"text":"0"'));
  });

  it(`is subscribed to ${MAX_WATCHED} resources at most`, async () => {
    const { url } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    for (let n = 0; n < MAX_WATCHED; n++) {
      const { text } = await session.request(n + 2, 'resources/subscribe', { uri: `echo://note/${n}` });
      expect(text).toContain('"result":{}');
    }
    const more = await session.request(200, 'resources/subscribe', { uri: 'echo://note/more' });
    expect(more.text).toContain(`At most ${MAX_WATCHED} resources can be subscribed to at once`);
    const again = await session.request(201, 'resources/subscribe', { uri: 'echo://note/0' });
    expect(again.text).toContain('"result":{}');
  });

  it('keeps no subscription to what is longer than an address', async () => {
    const { url } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    const subscribe = (id: number, length: number) =>
      session.request(id, 'resources/subscribe', { uri: 'echo://note/'.padEnd(length, 'x') });
    expect((await subscribe(2, MAX_URI)).text).toContain('"result":{}');
    expect((await subscribe(3, MAX_URI + 1)).text).toContain('uri: may have at most 8000 characters');
  });

  it('ends the stream of a call that its client has cancelled', async () => {
    const { url, host } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    const stream = await session.call(2, 'pause', { ms: 60_000 });
    await vi.waitUntil(() => host.inFlight.count > 1);
    await session.notify('notifications/cancelled', { requestId: 2 });
    await stream.ended;
    await vi.waitUntil(() => host.inFlight.count === 0);
  });

  it('takes no request with the id of one that runs, which could not be told apart from it', async () => {
    const { url } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    const stream = await session.call(2, 'pause', { ms: 60_000 });
    const same = await session.request(2, 'ping');
    expect([same.status, same.text]).toEqual([400, expect.stringContaining('id: another request')]);
    const ping = { jsonrpc: '2.0', id: 3, method: 'ping' };
    expect((await session.ask({ body: [ping, ping] })).status).toBe(400);
    await session.notify('notifications/cancelled', { requestId: 2 });
    await stream.ended;
    expect((await session.request(2, 'ping')).status).toBe(200);
    expect((await session.request(4, 'ping', {}, { accept: 'text/html' })).status).toBe(406);
    expect((await session.request(4, 'ping')).status).toBe(200);
  });

  it('asks on the stream of the call, and takes the answer in a request of its own', async () => {
    const { url } = await serve(asking(), ['--sessions']);
    const session = await openSession(url, { capabilities: { elicitation: {} } });
    const stream = await session.call(2, 'one', { kind: 'form' });
    const asked = await stream.until(({ message }) => message?.method === 'elicitation/create');
    const answered = await session.answer(asked.message?.id, { action: 'accept', content: { text: 'blue' } });
    expect(answered.status).toBe(202);
    const { message } = await stream.until(({ message }) => message?.id === 2);
    expect(JSON.stringify(message?.result)).toContain('blue');
  });
});

it('a session goes on, and its streams say nothing, whatever its client sends', async () => {
  const { url, entries } = await serve(server, ['--sessions']);
  const session = await openSession(url);
  const stream = await session.listen();
  const wrong = [[null], [], [[null]], { jsonrpc: '2.0', method: 'notifications/cancelled', params: null }];
  for (const body of wrong) expect((await session.ask({ body })).status).toBeLessThan(500);
  for (const requestId of [{}, null, [], 99, 'none']) {
    expect((await session.notify('notifications/cancelled', { requestId })).status).toBeLessThan(500);
  }
  expect(
    (await session.request(2, 'tools/call', { name: 'echo', arguments: { text: 'on' } })).text,
  ).toContain('on');
  expect([stream.events, JSON.stringify(entries).includes('request failed')]).toEqual([[], false]);
});

describe('where there are too many', () => {
  it('sessions, the next is refused until one has ended', async () => {
    const { url } = await serve(server, ['--sessions', '1']);
    const session = await openSession(url);
    const refused = await initialize(url);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
    expect(JSON.parse(refused.text).error.message).toBe(
      'There are too many sessions open. Try again in 60 s.',
    );
    await session.ask({ method: 'DELETE' });
    expect((await initialize(url)).status).toBe(200);
  });

  it('sessions of one caller, none gives way whose call goes on while its client is away', async () => {
    const { url, host } = await serve(server, ['--sessions']);
    const [away, idle] = [await openSession(url), await openSession(url)];
    const stream = await away.call(2, 'pause', { ms: 60_000 });
    stream.cut();
    await vi.waitUntil(() => host.inFlight.count === 1, { timeout: 30_000 }); // the call alone
    await idle.request(2, 'ping');
    for (let n = 2; n < SESSIONS_PER_CALLER + 1; n++) await openSession(url);
    expect((await away.request(3, 'ping')).status).toBe(200);
    expect((await idle.request(3, 'ping')).status).toBe(404);
  });

  it('calls that wait for a person, and nobody for them, the next is refused until one has ended', async () => {
    const { url, host } = await serve(guarded(), ['--sessions', '--limit-concurrent', '1']);
    const session = await openSession(url, { capabilities: { elicitation: {} } });
    for (let id = 2; id < 6; id++) {
      const stream = await session.call(id, 'publish', { text: 'x' });
      await stream.until(({ message }) => message?.method === 'elicitation/create');
      stream.cut();
      await vi.waitUntil(() => host.inFlight.count === 0, { timeout: 30_000 });
    }
    const refused = await session.request(6, 'ping');
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
    expect(refused.text).toContain('This session has too many requests that are not answered.');
    expect((await session.notify('notifications/cancelled', { requestId: 2 })).status).toBe(202);
    expect((await session.request(6, 'ping')).status).toBe(200);
  });

  it('streams of one caller, the next is refused', async () => {
    const { url } = await serve(server, ['--sessions', '--limit-concurrent', '1']);
    const sessions = [await openSession(url), await openSession(url), await openSession(url)];
    const statuses: number[] = [];
    for (const session of sessions) statuses.push((await session.listen()).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});
