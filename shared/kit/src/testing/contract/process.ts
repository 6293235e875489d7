import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type Command, connectStdio } from '../client.ts';
import { HANDSHAKE, modernRequest, type RawServer, startRaw } from '../process.ts';
import { emptyHome } from './contract.ts';
import type { Expectations } from './expectations.ts';

type MakeCommand = (args: string[]) => Command;

/** The server as a program: its streams, its start and its end. */
export function processContract(expectations: Expectations, command: MakeCommand): void {
  const { tools, succeed } = expectations;
  const first = succeed[0] ?? { tool: '', input: {} };
  const firstCall = (id: unknown) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: first.tool, arguments: first.input },
  });
  const withServer = async (task: (server: RawServer) => Promise<void>, env: Record<string, string> = {}) => {
    const fixture = await expectations.start();
    const server = startRaw({ ...command(fixture.args), env });
    try {
      await task(server);
    } finally {
      server.process.kill('SIGKILL');
      await server.exited;
      await fixture.dispose();
    }
  };

  it('writes nothing to stdout but JSON-RPC, whatever it is sent', () =>
    withServer(async (server) => {
      const hostile = [
        '{"bad',
        '[]',
        '',
        'null',
        '{"jsonrpc":"2.0","id":1.5,"method":"ping"}',
        '\u0000',
        '{}',
      ];
      for (const line of [...hostile, ...HANDSHAKE]) server.send(line);
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

  it('has no side effect before the first call, so that it may be started twice to be probed', async () => {
    const home = await emptyHome();
    await withServer(
      async (server) => {
        server.send(modernRequest(1, 'server/discover'));
        server.send(modernRequest(2, 'tools/list'));
        await server.answer(2);
        expect(await readdir(home.path)).toEqual([]);
      },
      { HOME: home.path, XDG_DATA_HOME: home.path, XDG_CACHE_HOME: home.path, XDG_STATE_HOME: home.path },
    );
    await home.dispose();
  });

  it('offers only what reads with --read-only', async () => {
    const fixture = await expectations.start();
    const client = await connectStdio('v2', command([...fixture.args, '--read-only']));
    const names = (await client.listed()).tools.map(({ name }) => name);
    const readers = Object.keys(tools).filter((name) => tools[name] === 'read');
    expect(names).toEqual(readers);
    for (const name of Object.keys(tools).filter((tool) => tools[tool] !== 'read')) {
      await expect(client.call(name)).rejects.toThrow('no tool');
    }
    await client.close();
    await fixture.dispose();
  });

  it('says what is wrong with an option in one sentence, with exit code 2 and nothing on stdout', async () => {
    for (const args of [
      ['--no-such-flag'],
      ['--http', '70000'],
      ['--tools', 'nothing'],
      ['--log-level', 'loud'],
    ]) {
      const server = startRaw(command(args));
      server.process.stdin.end();
      expect((await server.exited).code, args.join(' ')).toBe(2);
      expect(server.lines).toEqual([]);
      expect(server.stderr()).toContain(args[0]);
      expect(server.stderr().trim().split('\n')).toHaveLength(1);
    }
  });
}
