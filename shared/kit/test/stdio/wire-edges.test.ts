import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HANDSHAKE, startHttp } from '../../src/testing/index.ts';
import { ask, modern } from '../fixture/http.ts';
import { misbehavingCommand } from '../fixture/programs.ts';
import { seen, start, toolCall } from '../fixture/raw.ts';

/** What a tool may do to the wire, and what the client is answered. */
const EDGES: [tool: string, input: Record<string, unknown>, answer: RegExp][] = [
  ['throw_error', {}, /internal: Internal error/],
  ['return_big_int', {}, /internal: Internal error/],
  ['return_cycle', {}, /internal: Internal error/],
  ['answer', { with: 'big_int' }, /internal: Internal error/],
  ['answer', { with: 'extra' }, /"structuredContent":\{"id":1,"inner":\{"id":2\}\}/],
  ['return_mebibytes', { ms: 12 }, /limited: The result is larger than/],
  ['ignore_signal', {}, /late/],
];
const SECRETS = /\/srv\/secret|hunter2/;

describe('whatever a tool does, its call is answered, tells no secret and leaves the server as it was', () => {
  it.each(['2025', '2026'])('over stdio, on a connection of %s', async (era) => {
    const server = start(misbehavingCommand());
    for (const line of era === '2025' ? HANDSHAKE : []) server.send(line);
    for (const [id, [tool, input, answer]] of EDGES.entries()) {
      server.send(toolCall(id, tool, input));
      expect(JSON.stringify(await server.answer(id)), tool).toMatch(answer);
    }
    server.process.stdin.end();
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.lines.join('\n')).not.toMatch(SECRETS);
  });

  it('over HTTP', async () => {
    const { url, stop } = await startHttp(misbehavingCommand());
    onTestFinished(stop);
    for (const [name, input, answer] of EDGES) {
      const { status, text } = await ask(url, modern('tools/call', { name, arguments: input }));
      expect([status, text], name).toEqual([200, expect.stringMatching(answer)]);
      expect(text).not.toMatch(SECRETS);
    }
  });
});

describe('what is thrown after the answer ends the server, which answers first what is in flight', () => {
  it('over stdio', async () => {
    const server = start(misbehavingCommand());
    server.send(toolCall(1, 'throw_after'));
    expect(await server.answer(1)).toMatchObject({ result: { content: [{ text: 'ok' }] } });
    server.send(toolCall(2, 'ignore_signal', { ms: 500 }));
    expect(await server.answer(2)).toMatchObject({ result: { content: [{ text: 'late' }] } });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr()).toContain('after the answer');
  });

  it('over HTTP', async () => {
    const { url, raw } = await startHttp(misbehavingCommand());
    const call = (name: string, ms = 0) => ask(url, modern('tools/call', { name, arguments: { ms } }));
    const running = call('ignore_signal', 1_000);
    await wait(100);
    expect((await call('throw_after')).text).toContain('ok');
    expect((await running).text).toContain('late');
    expect(await raw.exited).toEqual({ code: 1, signal: null });
  });
});

it('a call that is running when stdin ends is answered', async () => {
  const server = start(misbehavingCommand(['--log-level=debug']));
  server.send(toolCall(1, 'ignore_signal', { ms: 600 }));
  server.process.stdin.end();
  await seen(server, 'stderr', 'the client ended the connection');
  expect(server.lines).toEqual([]);
  expect(await server.answer(1)).toMatchObject({ result: { content: [{ text: 'late' }] } });
  expect(await server.exited).toEqual({ code: 0, signal: null });
});

it.each([[[]], [['--http', '127.0.0.1:0']]])(
  'a schema that no client could be told stops the start, with the name of its tool: %j',
  async (args) => {
    const server = start(misbehavingCommand(['--schemas=of_dates', ...args]));
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr()).toContain("Tool 'dated': its input schema cannot be expressed as JSON Schema.");
    expect(server.lines.join()).not.toContain('jsonrpc');
    expect(server.stderr()).not.toContain('"url"');
  },
);
