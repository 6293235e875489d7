import { expect, it } from 'vitest';
import { modernRequest } from '../process.ts';
import type { Program } from './program.ts';

/** Two of the same server on the same things: clients start one to probe it and another to use it. */
export function twiceContract({ expectations, withServers }: Program): void {
  it('runs twice at once on the same things', async () => {
    const { tool = '', input = {} } = expectations.succeed[0] ?? {};
    await withServers(2, async (servers) => {
      for (const server of servers)
        server.send(modernRequest(1, 'tools/call', { name: tool, arguments: input }));
      const answers = await Promise.all(servers.map((server) => server.answer(1)));
      for (const answer of answers) {
        expect(answer, JSON.stringify(answer)).toHaveProperty('result');
        expect(answer.result).not.toHaveProperty('isError');
      }
      for (const server of servers) server.process.stdin.end();
      const ends = await Promise.all(servers.map(({ exited }) => exited));
      expect(ends).toEqual(servers.map(() => ({ code: 0, signal: null })));
    });
  });
}
