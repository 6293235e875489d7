import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { keysFor } from '../../fixture/api-key.ts';
import { server } from '../../fixture/echo-server.ts';
import { guarded } from '../../fixture/guarded-server.ts';
import { ask, serve } from '../../fixture/http.ts';
import { startIssuer } from '../../fixture/issuer.ts';
import { testFolder } from '../../fixture/key-file.ts';
import { initialize, openSession, RawSession } from '../../fixture/session.ts';

const remember = { name: 'remember', arguments: { name: 'first', text: 'x' } };
const NOT_THERE = 'x'.repeat(32);

/** A session of Ann of Acme, and the others who know its id. */
async function stolen() {
  const { path, authorization } = keysFor(
    { owner: 'ann', tenant: 'acme' },
    { owner: 'bob', tenant: 'acme' },
    { owner: 'ann', tenant: 'other' },
    { owner: 'ann' },
  );
  const { url } = await serve(server, ['--sessions', '--api-keys', path]);
  const [own = '', ...others] = authorization;
  const session = await openSession(url, { headers: { authorization: own } });
  const as = (header: string, id = session.id) => new RawSession(url, id, { authorization: header });
  return { url, session, others, as };
}

const EVERY = {
  'a request': (session: RawSession) => session.request(9, 'tools/call', remember),
  'a notification': (session: RawSession) => session.notify('notifications/cancelled', { requestId: 2 }),
  'an answer': (session: RawSession) => session.answer(0, { action: 'accept', content: {} }),
  'a first request': (session: RawSession) => session.request(9, 'initialize'),
  'a stream': (session: RawSession) => session.ask({ method: 'GET' }),
  'a stream after an event': (session: RawSession) =>
    session.ask({ method: 'GET', headers: { 'last-event-id': '0' } }),
  'its end': (session: RawSession) => session.ask({ method: 'DELETE' }),
};

describe('the id of a session in other hands', () => {
  it.each(Object.entries(EVERY))('is one that nobody has: %s', async (_what, act) => {
    const { session, others, as } = await stolen();
    for (const other of others) {
      const [taken, unknown] = [await act(as(other)), await act(as(other, NOT_THERE))];
      expect(taken.status).toBe(404);
      expect({ status: taken.status, text: taken.text }).toEqual({
        status: unknown.status,
        text: unknown.text,
      });
      expect(Object.keys(taken.headers)).toEqual(Object.keys(unknown.headers));
    }
    expect((await session.request(3, 'ping')).status).toBe(200);
  });

  it.each(Object.entries(EVERY))('is no authentication: %s', async (_what, act) => {
    const { url, session } = await stolen();
    expect((await act(new RawSession(url, session.id, {}))).status).toBe(401);
    expect((await session.request(3, 'ping')).status).toBe(200);
  });

  it('does not let anybody answer for the person who was asked', async () => {
    const ran: string[] = [];
    const { path, authorization } = keysFor(
      { owner: 'ann', scopes: ['guarded:destroy'] },
      { owner: 'bob', scopes: ['guarded:destroy'] },
    );
    const definition = guarded({ ran, version: { value: '1' } });
    const { url } = await serve(definition, ['--sessions', '--api-keys', path]);
    const [ann = '', bob = ''] = authorization;
    const capabilities = { elicitation: {} };
    const session = await openSession(url, { headers: { authorization: ann }, capabilities });
    const others = await openSession(url, { headers: { authorization: bob }, capabilities });
    const stream = await session.call(2, 'publish', { text: 'x' });
    const asked = await stream.until(({ message }) => message?.method === 'elicitation/create');
    const yes = { action: 'accept', content: {} };
    const taken = new RawSession(url, session.id, { authorization: bob });
    expect((await taken.answer(asked.message?.id, yes)).status).toBe(404);
    expect((await others.answer(asked.message?.id, yes)).status).toBe(202); // to no question of that session
    expect(ran).toEqual([]);
    expect((await session.answer(asked.message?.id, yes)).status).toBe(202);
    await stream.until(({ message }) => message?.id === 2);
    expect(ran).toEqual(['publish x']);
  });

  it('opens nothing for a stranger', async () => {
    const { url } = await stolen();
    expect((await initialize(url)).status).toBe(401);
    expect((await initialize(url, { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await initialize(url, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
  });
});

/** A server whose callers come with tokens, and a list of grants that have ended. */
async function withTokens(definition: Parameters<typeof serve>[0] = server) {
  const issuer = await startIssuer();
  const list = join(testFolder(), 'ended');
  writeFileSync(list, '');
  const options = ['--sessions', '--auth-issuer', issuer.url, '--revocations', list];
  const served = await serve(definition, options);
  const bearer = async (claims: object) => ({
    authorization: `Bearer ${await issuer.token({ aud: served.url, ...claims })}`,
  });
  return { ...served, bearer, end: (id: string) => appendFileSync(list, `${id}\n`) };
}

describe('the scopes of a session', () => {
  it('are those of each request', async () => {
    const { url, bearer } = await withTokens();
    const [all, reads, none] = [
      await bearer({ scope: 'echo:destroy' }),
      await bearer({ scope: 'echo:read' }),
      await bearer({ scope: '' }),
    ];
    const session = await openSession(url, { headers: all });
    const as = (headers: Record<string, string>) => new RawSession(url, session.id, headers);
    expect((await session.request(2, 'tools/call', remember)).status).toBe(200);
    const refused = await as(reads).request(3, 'tools/call', remember);
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([
      403,
      expect.stringContaining('echo:write'),
    ]);
    expect((await as(reads).request(4, 'tools/list')).text).not.toContain('"remember"');
    expect((await session.request(5, 'tools/list')).text).toContain('"remember"');
    expect((await as(none).ask({ method: 'GET' })).status).toBe(403);
    const subscribed = await as(none).request(6, 'resources/subscribe', { uri: 'echo://note/first' });
    expect(subscribed.status).toBe(403);
  });
});

describe('a grant that was ended', () => {
  it('cuts the streams of a session and ends what runs in it, and no other', async () => {
    const { url, host, bearer, end } = await withTokens();
    const scope = 'echo:destroy';
    const [ended, other] = [
      await bearer({ sid: 'one', scope }),
      await bearer({ sid: 'two', sub: 'b', scope }),
    ];
    const [session, others] = [
      await openSession(url, { headers: ended }),
      await openSession(url, { headers: other }),
    ];
    const [stream, call] = [await session.listen(), await session.call(2, 'pause', { ms: 60_000 })];
    const stays = await others.listen();
    await vi.waitUntil(() => host.inFlight.count > 1);
    await others.request(2, 'resources/subscribe', { uri: 'echo://note/first' });
    end('one');
    await Promise.all([stream.ended, call.ended]);
    await vi.waitUntil(() => host.inFlight.count === 0);
    expect((await session.request(3, 'ping')).status).toBe(401);
    await others.request(3, 'tools/call', remember);
    await stays.until(({ message }) => message?.method === 'notifications/resources/updated');
  });

  it('ends also a call whose client has left: nobody can answer for it any more', async () => {
    const ran: string[] = [];
    const { url, bearer, end } = await withTokens(guarded({ ran, version: { value: '1' } }));
    const scope = 'guarded:destroy';
    const [old, fresh] = [await bearer({ sid: 'one', scope }), await bearer({ sid: 'two', scope })];
    const session = await openSession(url, { headers: old, capabilities: { elicitation: {} } });
    const stream = await session.call(2, 'publish', { text: 'x' });
    const asked = await stream.until(({ message }) => message?.method === 'elicitation/create');
    stream.cut();
    end('one');
    const same = new RawSession(url, session.id, fresh);
    const again = await same.listen(asked.id);
    await again.until(({ message }) => message?.id === 2);
    await same.answer(asked.message?.id, { action: 'accept', content: {} });
    await same.request(3, 'ping');
    expect(ran).toEqual([]);
  });

  it('leaves the session to the same caller with another one', async () => {
    const { url, bearer, end } = await withTokens();
    const scope = 'echo:destroy';
    const [old, fresh] = [await bearer({ sid: 'one', scope }), await bearer({ sid: 'two', scope })];
    const session = await openSession(url, { headers: old });
    end('one');
    expect((await session.request(2, 'ping')).status).toBe(401);
    const same = new RawSession(url, session.id, fresh);
    expect((await same.request(3, 'ping')).status).toBe(200);
  });
});

it('a session does not lift a bound of requests', async () => {
  const { url, session } = await stolen();
  const large = await session.ask({ body: 'x'.repeat(4 * 1024 * 1024 + 1) });
  expect(large.status).toBe(413);
  const deep = await session.ask({ body: '['.repeat(1_000) + ']'.repeat(1_000) });
  expect(deep.status).toBe(400);
  const foreign = await ask(url, { method: 'GET', headers: { ...session.headers, host: 'evil.example' } });
  expect(foreign.status).toBe(403);
});
