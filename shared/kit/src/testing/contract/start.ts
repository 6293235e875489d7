import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { commandOf, environmentOf } from '../../manifest.ts';
import { emptyHome } from '../empty-home.ts';
import { modernRequest } from '../process.ts';
import type { Program } from './program.ts';

/** How the server starts: without a trace, with only what was asked for, and not at all with a wrong option. */
export function startContract({ expectations, withServer, withClient, runToEnd }: Program): void {
  const { tools } = expectations;
  const readers = Object.keys(tools).filter((name) => tools[name] === 'read');
  const writers = Object.keys(tools).filter((name) => tools[name] !== 'read');

  it('has no side effect before the first call, so that it may be started twice to be probed', async () => {
    const home = await emptyHome();
    await withServer(async (server) => {
      server.send(modernRequest(1, 'server/discover'));
      server.send(modernRequest(2, 'tools/list'));
      await server.answer(2);
      expect(await readdir(home.path)).toEqual([]);
    }, home.env);
    await home.dispose();
  });

  it('offers only what reads with --read-only', () =>
    withClient(['--read-only'], async (client) => {
      expect((await client.listed()).tools.map(({ name }) => name)).toEqual(readers);
      for (const name of writers) await expect(client.call(name)).rejects.toThrow('no tool');
    }));

  it('offers only the tools that --tools names', () =>
    withClient(['--tools', readers[0] ?? ''], async (client) => {
      expect((await client.listed()).tools.map(({ name }) => name)).toEqual(readers.slice(0, 1));
    }));

  it('shows its help and its version on stdout', async () => {
    const { server } = expectations;
    expect((await runToEnd(['--version'])).stdout).toEqual([server.manifest.version]);
    const help = await runToEnd(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout.join('\n')).toContain(`Usage: ${commandOf(server)} `);
    expect(help.stdout.join('\n')).toContain(`[${environmentOf(server)}_READ_ONLY]`);
  });

  it.each([['--no-such-flag'], ['--http', '70000'], ['--tools', 'nothing'], ['--log-level', 'loud']])(
    'says in one sentence what is wrong with %s %s, with exit code 2 and nothing on stdout',
    async (...args) => {
      const fixture = await expectations.start();
      const { code, stdout, stderr } = await runToEnd([...fixture.args, ...args]);
      await fixture.dispose();
      expect({ code, stdout }).toEqual({ code: 2, stdout: [] });
      expect(stderr).toContain(args[0]);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    },
  );
}
