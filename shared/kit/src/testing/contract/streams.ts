import { expect, it } from 'vitest';
import { HANDSHAKE, modernRequest } from '../process.ts';
import type { Program } from './program.ts';

const HOSTILE = ['{"bad', '[]', '', 'null', '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', '\u0000', '{}'];

/** The server's streams, and its end. */
export function streamsContract({ expectations, withServer, firstCall }: Program): void {
  const { succeed } = expectations;

  it('writes nothing to stdout but JSON-RPC, whatever it is sent', () =>
    withServer(async (server) => {
      for (const line of [...HOSTILE, ...HANDSHAKE]) server.send(line);
      server.send({ jsonrpc: '2.0', id: 'unknown', method: 'no/such/method' });
      for (const [index, { tool, input }] of succeed.entries()) {
        server.send({
          jsonrpc: '2.0',
          id: index,
          method: 'tools/call',
          params: { name: tool, arguments: input },
        });
      }
      server.process.stdin.end();
      expect(await server.exited).toEqual({ code: 0, signal: null });
      expect(await server.answer('unknown')).toMatchObject({ error: { code: -32_601 } });
      for (const index of succeed.keys()) expect(await server.answer(index)).toHaveProperty('result');
      for (const line of server.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    }));

  it('answers what is in flight when stdin ends, and exits 0', () =>
    withServer(async (server) => {
      for (const line of [...HANDSHAKE, firstCall(7)]) server.send(line);
      server.process.stdin.end();
      expect(await server.answer(7)).toHaveProperty('result');
      expect(await server.exited).toEqual({ code: 0, signal: null });
    }));

  it('exits 0 when stdin ends before a word was said', () =>
    withServer(async (server) => {
      server.process.stdin.end();
      expect(await server.exited).toEqual({ code: 0, signal: null });
    }));

  it.each(['SIGTERM', 'SIGINT'] as const)('exits 0 on %s', (signal) =>
    withServer(async (server) => {
      server.send(modernRequest(1, 'server/discover'));
      await server.answer(1);
      server.process.kill(signal);
      expect(await server.exited).toEqual({ code: 0, signal: null });
    }),
  );

  it('ends quietly when nobody reads its stdout', () =>
    withServer(async (server) => {
      server.process.stdout.destroy();
      for (const line of [...HANDSHAKE, firstCall(1), firstCall(2)]) server.send(line);
      expect((await server.exited).signal).toBeNull();
      expect(server.stderr()).not.toContain('    at ');
    }));
}
