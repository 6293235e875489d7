import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HANDSHAKE } from '../../src/testing/index.ts';
import { type ReceivedSpan, startCollector } from '../fixture/collector.ts';
import { start } from '../fixture/raw.ts';
import { type Preload, type Traced, tracedServer } from '../fixture/traced.ts';
import { ask, PARENT, request, TRACE } from '../fixture/tracing-client.ts';

let traced: Traced;
beforeAll(async () => {
  traced = await tracedServer();
});
afterAll(() => traced.remove());

/** Sends requests over stdio, one after the other, and ends the server. */
async function exchange(preload: readonly Preload[], messages: readonly object[], env = {}) {
  const collector = await startCollector();
  const server = start(traced.command(preload, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env }));
  const answers: Record<string, unknown>[] = [];
  for (const message of messages) {
    server.send(message);
    answers.push(await server.answer((message as { id: unknown }).id));
  }
  server.process.stdin.end();
  const { code } = await server.exited;
  return { collector, answers, stderr: server.stderr(), code, spans: collector.spans() };
}

const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name);

describe('a span', () => {
  it('tells of a tool’s call, below the client’s span, and has what the tool does below itself', async () => {
    const { spans } = await exchange(['otel', 'driver'], [ask(7, 'why')], {
      OTEL_SERVICE_NAME: 'tiny service',
    });
    const [span] = named(spans, 'tools/call ask');
    expect(span).toMatchObject({ kind: 2, traceId: TRACE, parentSpanId: PARENT, scope: 'ashlar-tiny' });
    expect(span?.resource['service.name']).toBe('tiny service');
    expect(span?.status.code ?? 0).toBe(0);
    expect(span?.attributes).toEqual({
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'ask',
      'mcp.protocol.version': '2026-07-28',
      'network.transport': 'pipe',
      'jsonrpc.request.id': '7',
      'ashlar.outcome': 'ok',
      'ashlar.caller.via': 'stdio',
      'ashlar.client.name': 'raw',
      'ashlar.client.version': '0',
    });
    expect(named(spans, 'SELECT')[0]).toMatchObject({ traceId: TRACE, parentSpanId: span?.spanId });
  });

  it('tells of a failure by its kind, and not by its words', async () => {
    const { spans, collector, answers } = await exchange(
      ['otel'],
      [
        ask(1, 'fail'),
        ask(2, 'break'),
        request(3, 'tools/call', { name: 'tell_secret', arguments: {} }),
        request(4, 'resources/read', { uri: 'tiny://page/none' }),
        request(5, 'prompts/get', { name: 'greet', arguments: {} }),
      ],
    );
    expect(JSON.stringify(answers[0])).toContain('There is no answer to fail.');
    const seen = spans.map(({ name, status, attributes: is }) => [
      name,
      status.code,
      is['error.type'],
      is['rpc.response.status_code'],
      is['ashlar.outcome'],
    ]);
    expect(seen).toEqual([
      ['tools/call ask', 2, 'tool_error', undefined, 'not_found'],
      ['tools/call ask', 2, 'tool_error', undefined, 'internal'],
      ['tools/call', 2, '-32602', '-32602', 'not_found'],
      ['resources/read', 2, '-32602', '-32602', 'not_found'],
      ['prompts/get greet', 2, '-32602', '-32602', 'invalid_input'],
    ]);
    expect(collector.text()).not.toMatch(/There is no|broken|tell_secret|stack/);
  });

  it('of a call that a person is asked about is no failure', async () => {
    const message = request(1, 'tools/call', { name: 'wipe', arguments: {} });
    message.params._meta['io.modelcontextprotocol/clientCapabilities'] = { elicitation: {} };
    const { spans, answers } = await exchange(['otel'], [message]);
    expect(answers[0]).toMatchObject({ result: { resultType: 'input_required' } });
    expect(spans[0]?.attributes).toMatchObject({ 'ashlar.outcome': 'asked' });
    expect(spans[0]?.attributes).not.toHaveProperty('error.type');
  });

  it('holds neither arguments nor results, and no secret that is part of a URI', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const { collector, spans } = await exchange(
      ['otel', 'driver'],
      [ask(1, 'planted question'), request(2, 'resources/read', { uri: `tiny://page/${token}` })],
    );
    expect(spans).toHaveLength(3);
    expect(collector.text()).not.toMatch(/planted question|the answer to|local"/);
    expect(collector.text()).not.toContain(token);
    expect(named(spans, 'resources/read')[0]?.attributes['mcp.resource.uri']).toMatch(/^tiny:\/\/page\//);
  });

  it('tells of a subscription, in either era, by the method it was asked for with', async () => {
    const uri = 'tiny://page/one';
    const listen = request(1, 'subscriptions/listen', { notifications: { resourceSubscriptions: [uri] } });
    const collector = await startCollector();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    for (const messages of [
      [listen, ask(2, 'why')],
      [...HANDSHAKE, { jsonrpc: '2.0', id: 2, method: 'resources/subscribe', params: { uri } }],
    ]) {
      const server = start(traced.command(['otel'], env));
      for (const message of messages) server.send(message);
      await server.answer(2);
      server.process.stdin.end();
      await server.exited;
    }
    for (const method of ['subscriptions/listen', 'resources/subscribe']) {
      const [span] = named(collector.spans(), method);
      expect(span?.attributes).toMatchObject({
        'mcp.method.name': method,
        'mcp.resource.uri': uri,
        'ashlar.outcome': 'ok',
      });
    }
  });

  it.each([
    ['no', {}],
    ['a malformed', { traceparent: 'nonsense' }],
    ['an all-zero', { traceparent: `00-${'0'.repeat(32)}-${PARENT}-01` }],
    ['an endless', { traceparent: `01-${TRACE}-${PARENT}-01-${'x'.repeat(100_000)}` }],
  ])('begins a trace of its own where the client sent %s parent', async (_, trace) => {
    const { spans, answers } = await exchange(['otel'], [ask(1, 'why', trace)]);
    expect(answers[0]).toHaveProperty('result');
    expect(spans[0]).not.toHaveProperty('parentSpanId');
    expect(spans[0]?.traceId).not.toBe(TRACE);
  });

  it('is found by an SDK whose API is a minor older', async () => {
    const { spans } = await exchange(['old'], [ask(1, 'why')]);
    expect(named(spans, 'tools/call ask')[0]?.traceId).toBe(TRACE);
  });
});

describe('durations', () => {
  it('are counted in seconds, by method, name, way and error', async () => {
    const { collector } = await exchange(['otel'], [ask(1, 'why'), ask(2, 'how'), ask(3, 'fail')]);
    const points = collector.points().sort((a, b) => b.count - a.count);
    expect(points.map(({ count }) => Number(count))).toEqual([2, 1]);
    expect(points[0]?.explicitBounds).toEqual([
      0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
    ]);
    expect(points[1]?.attributes).toEqual({
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'ask',
      'mcp.protocol.version': '2026-07-28',
      'network.transport': 'pipe',
      'error.type': 'tool_error',
    });
  });
});

describe('an SDK that fails', () => {
  it.each(['start', 'context', 'end'])('at %s fails no call, and is told of in the log', async (broken) => {
    const { answers, stderr, code } = await exchange(['failing'], [ask(1, 'why'), ask(2, 'fail')], {
      BROKEN: broken,
    });
    expect(JSON.stringify(answers[0])).toContain('the answer to why');
    expect(JSON.stringify(answers[1])).toContain('"isError":true');
    expect(stderr.match(/the tracing SDK failed/g)).toHaveLength(1);
    expect(code).toBe(0);
  });
});

describe('without an SDK', () => {
  it('the API is not loaded, and the server works as well without the file it is in', async () => {
    const mine = await tracedServer();
    try {
      const holdsApi = (file: string) =>
        readFileSync(join(mine.dist, file), 'utf8').includes('opentelemetry.js.api.${');
      const files = readdirSync(mine.dist).filter((file) => file.endsWith('.js') && holdsApi(file));
      expect(files).toHaveLength(1);
      expect(files).not.toContain('main.js');
      rmSync(join(mine.dist, files[0] ?? ''));
      const call = async (preload: readonly Preload[]) => {
        const server = start(mine.command(preload, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }));
        server.send(ask(1, 'why'));
        const answer = JSON.stringify(await server.answer(1));
        server.process.kill('SIGKILL');
        await server.exited;
        return { answer, stderr: server.stderr() };
      };
      const without = await call([]);
      expect(without.answer).toContain('the answer to why');
      expect(without.stderr).not.toContain('not traced');
      // With an SDK it is that file that is missed; calls are served all the same.
      const missed = await call(['otel']);
      expect(missed.answer).toContain('the answer to why');
      expect(missed.stderr).toContain('calls are not traced');
    } finally {
      await mine.remove();
    }
  });
});
