import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createUnlessKnown } from '../src/asking/create-unless-known.ts';
import { Wire } from '../src/rest/wire.ts';
import { type Fault, FaultProxy } from './fault-proxy.ts';
import { anew } from './own-desk.ts';
import { ann, openRest, stranger } from './rest-desk.ts';
import { testFolder } from './sqlite-desk.ts';

/** The tracker that is meant where nothing is said, exactly: it takes tickets, and nothing else. */
let made: object[] = [];
let host: FaultProxy;
beforeAll(async () => {
  host = await FaultProxy.start(({ method, url, headers, body }) => {
    const isTicket = method === 'POST' && url === '/tickets';
    const isKnown = ['Bearer tok_ann', 'Bearer tok_new'].includes(headers.authorization ?? '');
    const status = !isTicket ? 404 : isKnown ? 201 : 401;
    if (status === 201) made.push(body as object);
    const said =
      status === 201
        ? { id: `T-${made.length}`, url: `https://tickets.test/${made.length}` }
        : { error: 'no' };
    return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(said) };
  });
});
beforeEach(() => {
  host.reset();
  made = [];
});
afterAll(() => host.close());

const TICKETS = /^\/tickets$/;
const draft = { title: 'Login fails', body: 'Steps: type ü.\nIt fails.', priority: 'high' };
const open = (more: object = {}) =>
  openRest({ tracker: 'tickets', url: host.url, token: 'tok_ann', ...more });
const fails = async (fault: Omit<Fault, 'method' | 'path'>, more: object = {}) => {
  const tracker = await open(more);
  host.fail({ method: 'POST', path: TICKETS, ...fault });
  return tracker.create(ann, draft, anew()).then(
    () => expect.unreachable(),
    (error) => error,
  );
};

describe('the built-in tracker', () => {
  it('is sent a ticket in its own form, once, and gives back what it is called', async () => {
    const tracker = await open();
    const written = await tracker.create(ann, draft, anew());
    expect(written).toEqual({
      id: 'T-1',
      rev: '',
      url: 'https://tickets.test/1',
      changed: [{ field: 'title', after: 'Login fails' }],
    });
    expect(host.seen).toHaveLength(1);
    expect(host.seen[0]).toMatchObject({ method: 'POST', url: '/tickets' });
    expect(host.seen[0]?.body).toEqual({ title: 'Login fails', description: draft.body, priority: 'high' });
    expect(host.seen[0]?.headers).toMatchObject({
      authorization: 'Bearer tok_ann',
      'content-type': 'application/json',
      accept: 'application/json',
    });
  });

  it('is asked nothing but that, also where duplicates are looked for first', async () => {
    const tracker = await open();
    expect(tracker.capabilities).toMatchObject({
      reading: false,
      comments: [],
      claim: false,
      priorities: true,
    });
    const written = await createUnlessKnown(tracker, ann, { ...draft, priority: 'low' }, {});
    expect(written).toMatchObject({ id: 'T-1' });
    expect(host.seen.map(({ url }) => url)).toEqual(['/tickets']);
    expect((await tracker.workflow(ann, undefined)).priorities).toEqual(['high', 'medium', 'low']);
  });

  it('takes a priority of its own only, and no field that it has not', async () => {
    const tracker = await open();
    for (const more of [
      { priority: 'urgent' },
      { type: 'bug' },
      { due: '2026-01-01' },
      { assignees: ['a'] },
      { labels: ['x'] },
    ]) {
      const refused = tracker.create(ann, { ...draft, ...more }, anew());
      await expect(refused, JSON.stringify(more)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    await expect(tracker.create(stranger, draft, anew())).rejects.toMatchObject({ code: 'not_found' });
    expect(host.seen).toEqual([]);
  });

  it('repeats an intent by its answer, and refuses its key for something else', async () => {
    const tracker = await open();
    const intent = { intent: { key: 'one', hash: 'h' } };
    const all = await Promise.all(Array.from({ length: 20 }, () => tracker.create(ann, draft, intent)));
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(['T-1']));
    expect(all.filter(({ replayed }) => replayed === true)).toHaveLength(19);
    const other = tracker.create(ann, draft, { intent: { key: 'one', hash: 'other' } });
    await expect(other).rejects.toMatchObject({ code: 'conflict' });
    expect(made).toHaveLength(1);
  });

  it.each<[string, Omit<Fault, 'method' | 'path'>]>([
    ['reset before it was read', { reset: 'before' }],
    ['reset after it was done', { reset: 'after' }],
    ['answered with 502 after it was done', { status: 502, isDone: true }],
    ['answered with 503 after it was done', { status: 503, isDone: true, headers: { 'retry-after': '5' } }],
    ['answered with 408 after it was done', { status: 408, isDone: true }],
    ['answered with what is no JSON', { status: 200, isDone: true, body: '<html>' }],
    ['answered without an id', { status: 201, isDone: true, body: '{"ok":true}' }],
    ['sent to another place to look', { status: 303, isDone: true, headers: { location: '/tickets/1' } }],
    ['answered without end', { isEndless: true }],
    ['not answered', { isSilent: true }],
  ])('whose answer is %s says that nobody knows, and is sent no second time', async (_, fault) => {
    let now = Date.now();
    const tracker = await open({ requestMs: 700, mostBytes: 1_000_000, clock: () => now });
    host.fail({ method: 'POST', path: TICKETS, ...fault });
    const intent = { intent: { key: 'k', hash: 'h' } };
    const lost = await tracker.create(ann, draft, intent).catch((error) => error);
    expect(lost).toMatchObject({ code: 'upstream', retryable: false });
    expect(lost.message).toContain('nobody knows whether the ticket was made');
    now += 24 * 60 * 60_000;
    expect(await tracker.create(ann, draft, intent).catch(({ code }) => code)).toBe('upstream');
    expect(host.writes).toHaveLength(1);
  });

  it('says how long to wait, by seconds or by a date, and does not try again', async () => {
    const limited = await fails({ status: 429, headers: { 'retry-after': '7' } });
    expect(limited).toMatchObject({ code: 'limited', retryAfterMs: 7_000 });
    const clock = () => Date.parse('2026-11-21T20:00:00Z');
    const headers = { 'retry-after': 'Sat, 21 Nov 2026 20:00:30 GMT' };
    expect(await fails({ status: 429, headers }, { clock })).toMatchObject({
      code: 'limited',
      retryAfterMs: 30_000,
    });
    expect(await fails({ status: 429 })).toMatchObject({ code: 'limited', retryAfterMs: 60_000 });
    expect(made).toEqual([]);
    expect(host.writes).toHaveLength(3);
  });

  it('is told in its own words what is wrong, cleaned, bounded and between quotes', async () => {
    const body = JSON.stringify({
      error: `title\u202e is\nbad ${'x'.repeat(900)}`,
      secret: 'not told',
      token: 'tok_ann',
    });
    const refused = await fails({ status: 422, body });
    expect(refused.code).toBe('invalid_input');
    expect(refused.message).toMatch(
      /^the tracker does not take this: "title.* is.*bad x+…"\. Nothing was changed\.$/,
    );
    expect(refused.message).not.toMatch(/[\n\u202e]|not told/);
    expect(refused.message.length).toBeLessThan(300);
  });

  it('has an address to look at only where that is one', async () => {
    const tracker = await open();
    for (const url of ['javascript:alert(1)', 'https://x.test/\n<script>', 7]) {
      host.fail({ method: 'POST', path: TICKETS, status: 201, body: JSON.stringify({ id: 'T-9', url }) });
      const written = await tracker.create(ann, { ...draft, title: String(url) }, anew());
      expect(written).toMatchObject({ id: 'T-9' });
      expect(written.url).toBeUndefined();
    }
  });

  it('was not sent where nobody listens', async () => {
    const other = await FaultProxy.start(() => ({ status: 500, headers: {}, text: '' }));
    const tracker = await open({ url: other.url });
    await other.close();
    const refused = tracker.create(ann, draft, anew());
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  });
});

describe('a request', () => {
  const sent = { method: 'GET', path: '/tickets', query: [], headers: {}, secret: 'tok_ann' } as const;
  const GET = { method: 'GET', path: TICKETS };

  it('reads no more of an answer than it may, and waits no longer', async () => {
    const wire = new Wire(host.url, { mostBytes: 100_000, requestMs: 5_000 });
    host.fail({ ...GET, isEndless: true });
    await expect(wire.send(sent)).rejects.toMatchObject({ isTooLarge: true });
    host.fail({ ...GET, isSilent: true });
    const hasty = new Wire(host.url, { requestMs: 300 });
    await expect(hasty.send(sent)).rejects.toMatchObject({ isTooLate: true });
    expect(host.seen).toHaveLength(2);
  });

  it('that is answered with what is no JSON is not answered', async () => {
    const page = { ...GET, status: 200, body: '<html>Please log in</html>', times: 2 };
    host.fail(page);
    await expect(new Wire(host.url).send(sent)).rejects.toMatchObject({ response: undefined });
  });

  it('that reads is tried a second time, and one that writes never is', async () => {
    const wire = new Wire(host.url);
    host.fail({ ...GET, reset: 'before' });
    await expect(wire.send(sent)).rejects.toMatchObject({ status: 404 });
    host.fail({ method: 'POST', path: TICKETS, status: 502 });
    await expect(wire.send({ ...sent, method: 'POST', body: {} })).rejects.toMatchObject({ status: 502 });
    expect(host.seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
  });

  it('goes below the address that is configured, or nowhere', async () => {
    for (const [base, path] of [
      ['/base', '/../tickets'],
      ['/base', '/../../x'],
      ['/base', '@evil.test/'],
      ['', '@evil.test/'],
      ['', '.evil.test/'],
    ]) {
      const wire = new Wire(`${host.url}${base}`);
      await expect(wire.send({ ...sent, path: path ?? '' }), path).rejects.toThrow(
        /left its address|Invalid URL/,
      );
    }
    expect(host.seen).toEqual([]);
  });
});

describe('the token', () => {
  const tokens = () => host.seen.map(({ headers }) => headers.authorization);

  it('goes nowhere else: an answer that leads elsewhere is not followed', async () => {
    const other = await FaultProxy.start(() => ({ status: 201, headers: {}, text: '{"id":"x"}' }));
    for (const status of [301, 302, 307, 308]) {
      const refused = await fails({ status, headers: { location: `${other.url}/tickets` } });
      expect(refused, String(status)).toMatchObject({ code: 'upstream' });
      expect(refused.message).toContain('not followed');
    }
    expect(other.seen).toEqual([]);
    expect(host.writes).toHaveLength(4);
    await other.close();
  });

  it('stands in no failure, not even where the tracker says it, nor below one', async () => {
    const body = JSON.stringify({ error: 'the token tok_ann is of ann', errors: ['tok_ann'] });
    for (const status of [400, 403, 409, 418, 429, 500]) {
      const refused = await fails({ status, body });
      const all = JSON.stringify([
        refused.message,
        refused.hint,
        refused.cause,
        refused.cause?.response,
        refused.stack,
      ]);
      expect(all, String(status)).not.toContain('tok_ann');
      expect(String(refused.cause?.cause ?? '')).not.toContain('tok_ann');
    }
  });

  it('stands in none either where JSON writes it in another way', async () => {
    for (const [token, written] of [
      ['tok/ann', 'tok\\/ann'],
      ['tok_ann', '\\u0074ok_ann'],
    ] as const) {
      const refused = await fails({ status: 422, body: `{"error":"${written} is nobody’s"}` }, { token });
      expect(refused.message).toContain('"… is nobody’s"');
      expect(JSON.stringify(refused.cause.response)).not.toMatch(/tok.{0,2}ann/);
    }
  });

  it('is read anew, once, when the tracker does not take it any more', async () => {
    const file = join(testFolder(), 'token');
    writeFileSync(file, 'tok_old\n');
    const tracker = await open({ token: { file } });
    await expect(tracker.create(ann, draft, anew())).rejects.toMatchObject({ code: 'forbidden' });
    expect(tokens()).toEqual(['Bearer tok_old']);
    writeFileSync(file, 'tok_new\n');
    expect(await tracker.create(ann, draft, anew())).toMatchObject({ id: 'T-1' });
    expect(tokens()).toEqual(['Bearer tok_old', 'Bearer tok_old', 'Bearer tok_new']);
    expect(await tracker.create(ann, { ...draft, title: 'Another' }, anew())).toMatchObject({ id: 'T-2' });
    expect(tokens().at(-1)).toBe('Bearer tok_new');
  });

  it('may be what a command prints, and is not asked without', async () => {
    const command = [process.execPath, '-e', 'console.log("tok_ann")'];
    expect(await (await open({ token: { command } })).create(ann, draft, anew())).toMatchObject({
      id: 'T-1',
    });
    await expect(open({ token: { variable: 'NO_SUCH_TOKEN' } })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'There is no token for the tracker in the variable NO_SUCH_TOKEN.',
    });
  });
});
