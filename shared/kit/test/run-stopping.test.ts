import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { modernRequest } from '../src/testing/index.ts';
import { echoCommand, misbehavingCommand } from './fixture/programs.ts';
import { begun, toolCall as call, pause, seen, start } from './fixture/raw.ts';

describe('told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s, it answers the call in flight and exits 0',
    async (signal) => {
      const server = start(echoCommand());
      server.send(pause(1, 300));
      await begun(server);
      server.process.kill(signal);
      expect(await server.answer(1)).toMatchObject({ result: { content: [{ text: 'waited 300 ms' }] } });
      expect(await server.exited).toEqual({ code: 0, signal: null });
    },
  );

  it('by the end of stdin, it answers the call in flight and exits 0', async () => {
    const server = start(echoCommand());
    server.send(pause(1, 300));
    await begun(server);
    server.process.stdin.end();
    expect(await server.answer(1)).toMatchObject({ result: { content: [{ text: 'waited 300 ms' }] } });
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGINT'],
  ] as const)('twice, by %s and %s, it waits for nothing', async (first, second) => {
    const server = start(echoCommand());
    server.send(pause(1, 60_000));
    await begun(server);
    server.process.kill(first);
    server.send(modernRequest(2, 'tools/list'));
    await server.answer(2); // still serving: the first signal has begun the wait
    server.process.kill(second);
    expect(await server.exited).toEqual({ code: 130, signal: null });
    expect(server.lines.join()).not.toContain('"id":1,');
  });

  it.each(['throws', 'hangs'])('it ends also where closing %s', async (how) => {
    const server = start(misbehavingCommand([`--closing=${how}`]));
    server.send(call(1, 'ignore_signal'));
    await server.answer(1);
    server.process.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    if (how === 'throws') expect(server.stderr()).toContain('it broke');
  });
});

describe.concurrent('a wait has an end', () => {
  it.for([
    ['a call that does not end', echoCommand(), pause(1, 60_000)],
    ['a server that does not open', misbehavingCommand(['--opening=hangs']), call(1, 'ignore_signal')],
  ] as const)('for %s', { timeout: 15_000 }, async ([, command, request], { onTestFinished }) => {
    const server = start(command, onTestFinished);
    server.send(request);
    server.send(modernRequest(2, 'tools/list'));
    await server.answer(2);
    server.process.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('for a client that listens and does not read', { timeout: 15_000 }, async ({ onTestFinished }) => {
    const server = start(echoCommand(['--log-level=debug']), onTestFinished);
    server.send(modernRequest(1, 'tools/list'));
    const notifications = { resourceSubscriptions: ['echo://note/first'] };
    server.send(modernRequest('listen', 'subscriptions/listen', { notifications }));
    await seen(server, 'stdout', 'acknowledged');
    server.process.stdout.pause();
    server.send(call(2, 'echo', { text: 'x'.repeat(800_000), times: 9 }));
    await seen(server, 'stderr', '"tool":"echo"');
    server.process.kill('SIGTERM');
    expect(await once(server.process, 'exit')).toEqual([0, null]);
  });
});
