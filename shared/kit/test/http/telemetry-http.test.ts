import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { newKey } from '../../src/identity/keys/api-keys.ts';
import { startHttp } from '../../src/testing/index.ts';
import { type ReceivedSpan, startCollector } from '../fixture/collector.ts';
import { modern, ask as send } from '../fixture/http.ts';
import { type Preload, page, type Traced, tracedServer } from '../fixture/traced.ts';
import { ask, type Message, PARENT, request, TRACE, TRACEPARENT } from '../fixture/tracing-client.ts';

let traced: Traced;
beforeAll(async () => {
  traced = await tracedServer();
});
afterAll(() => traced.remove());

/** A built server over HTTP with an SDK, and what its collector received once it has stopped. */
async function serving(preload: readonly Preload[], args: string[] = []) {
  const collector = await startCollector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const { url, raw, stop } = await startHttp(traced.command(preload, env, args));
  onTestFinished(() => void raw.process.kill('SIGKILL'));
  const post = async (message: Message, headers: Record<string, string> = {}) => {
    const { uri } = message.params;
    const named = typeof uri === 'string' ? { 'mcp-name': uri } : {};
    const answer = await send(url, {
      body: message,
      headers: { ...modern(message.method, message.params, { ...named, ...headers }).headers },
    });
    expect(answer.status, answer.text).toBe(200);
    return answer.text;
  };
  return {
    post,
    async spans() {
      await stop();
      return collector.spans();
    },
    collector,
  };
}

/** A file with one key, of a tenant. */
function keyFile(): { path: string; key: string } {
  const { id, key, hash } = newKey();
  const [notBefore, expiresAt] = [-1, 1].map((hours) =>
    new Date(Date.now() + hours * 3_600_000).toISOString(),
  );
  const stored = {
    id,
    hash,
    owner: 'ann.person',
    tenant: 'acme',
    scopes: ['tiny:read'],
    notBefore,
    expiresAt,
  };
  const path = join(traced.dist, '..', 'keys.json');
  writeFileSync(path, JSON.stringify({ keys: [stored] }));
  return { path, key };
}

const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name);

describe('a span of a call over HTTP', () => {
  it('stands below the client’s span, and is linked to the request’s', async () => {
    const { post, spans } = await serving(['otel', 'http', 'driver']);
    await post(ask(1, 'why'));
    const all = await spans();
    const [transport] = named(all, 'POST');
    const [span] = named(all, 'tools/call ask');
    expect(span).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    expect(span?.links.map(({ spanId }) => spanId)).toEqual([transport?.spanId]);
    expect(named(all, 'SELECT')[0]?.parentSpanId).toBe(span?.spanId);
    expect(span?.attributes).toMatchObject({
      'network.transport': 'tcp',
      'network.protocol.name': 'http',
      'ashlar.caller.via': 'open',
    });
  });

  it('stands below the request’s where the client named none in the message', async () => {
    const { post, spans } = await serving(['otel', 'http']);
    await post(ask(1, 'why', {}));
    const all = await spans();
    const [span] = named(all, 'tools/call ask');
    expect(span?.parentSpanId).toBe(named(all, 'POST')[0]?.spanId);
    expect(span?.links).toEqual([]);
  });

  it('tells the tenant and how the caller was known, and not who it is', async () => {
    const { path, key } = keyFile();
    const { post, spans, collector } = await serving(['otel'], ['--api-keys', path]);
    await post(ask(1, 'why'), { authorization: `Bearer ${key}` });
    const [span] = await spans();
    expect(span?.attributes).toMatchObject({ 'ashlar.caller.via': 'key', 'ashlar.tenant': 'acme' });
    expect(collector.text()).not.toMatch(/ann\.person|ashlar_/);
    for (const { attributes } of collector.points()) expect(attributes).not.toHaveProperty('ashlar.tenant');
  });
});

describe('baggage', () => {
  it.each([
    ['goes along with what a tool calls', 'one=1,two=2', 'one,two'],
    ['of more than 8,192 characters does not', `one=${'1'.repeat(4_092)},two=${'2'.repeat(4_092)}`, ''],
    ['of more than 64 members does not', Array.from({ length: 65 }, (_, at) => `k${at}=1`).join(), ''],
  ])('%s', async (_, baggage, carried) => {
    const { post, spans } = await serving(['otel', 'driver']);
    await post(ask(1, 'why', { traceparent: TRACEPARENT, baggage }));
    expect(named(await spans(), 'SELECT')[0]?.attributes.carried).toBe(carried);
  });
});

describe('docs/traces.md', () => {
  it('lists the attributes that there are, and which of them the histogram has', async () => {
    const { path, key } = keyFile();
    const { post, spans, collector } = await serving(['otel'], ['--api-keys', path]);
    const authorization = `Bearer ${key}`;
    const complete = {
      ref: { type: 'ref/resource', uri: 'tiny://page/{name}' },
      argument: { name: 'name', value: 'o' },
    };
    for (const message of [
      ask(1, 'why'),
      request(2, 'resources/read', { uri: 'tiny://page/one' }),
      request(3, 'prompts/get', { name: 'greet', arguments: { name: 'ann' } }),
      request(4, 'completion/complete', complete),
      ask(5, 'fail'),
      request(6, 'tools/call', { name: 'no_such', arguments: {} }),
    ]) {
      await post(message, { authorization });
    }
    const recorded = new Set((await spans()).flatMap(({ attributes }) => Object.keys(attributes)));
    const counted = new Set(collector.points().flatMap(({ attributes }) => Object.keys(attributes)));
    const rows = [...page.matchAll(/^\| `([\w.]+)` \|.*\| (yes|no) \|$/gm)];
    const listed = (which: RegExp) => rows.flatMap(([, name, is]) => (which.test(is ?? '') ? [name] : []));
    expect([...recorded].sort()).toEqual(listed(/./).sort());
    expect([...counted].sort()).toEqual(listed(/yes/).sort());
    const methods = new Set((await spans()).map(({ attributes }) => attributes['mcp.method.name']));
    for (const method of methods) expect(page).toContain(`\`${method}\``);
    expect(methods.size).toBe(4);
  });
});
