import { describe, expect, it, onTestFinished } from 'vitest';
import { acquaintanceOf, SERVERS, startOn } from './acquaintance.ts';
import { inspect } from './inspector.ts';

/** Milliseconds; each of ten questions starts a program that starts a server. */
const TIMEOUT_MS = 60_000;

/** Schemas that not every model takes: only ever fewer. */
const WARNINGS: Readonly<Record<string, number>> = {
  sql: 8, // a value of a row is a text, a number, a yes and no, or nothing
};

const WAYS = [
  ['stdio', 'modern'],
  ['http', 'legacy'],
  ['stdio', 'legacy'],
  ['http', 'modern'],
] as const;
/** Everything where nobody waits. */
const HERE = process.env.CI ? SERVERS : ['hello'];

describe.each(HERE)('the Inspector and the %s server', (server) => {
  it.each(process.env.CI ? WAYS : WAYS.slice(0, 2))(
    'understand each other over %s, as of the %s era',
    async (transport, era) => {
      const { command, url, stop } = await startOn(server, transport);
      onTestFinished(stop);
      const ask = (method: string, ...more: string[]) =>
        inspect(transport === 'stdio' ? command : url, era, method, ...more);
      const { tool, resource, prompt } = acquaintanceOf(server);

      const listed = await ask('tools/list', '--strict');
      expect([listed.code, listed.result]).toEqual([0, { tools: expect.any(Array) }]);
      const warnings = Number(/(\d+) warnings?/.exec(listed.stderr)?.[1] ?? 0);
      expect(warnings, listed.stderr).toBe(WARNINGS[server] ?? 0);

      const input = ['--tool-name', tool.name, '--tool-args-json', JSON.stringify(tool.input)];
      const called = await ask('tools/call', ...input);
      expect([called.code, JSON.stringify(called.result)]).toEqual([0, expect.stringContaining(tool.says)]);
      const wrong = await ask(
        'tools/call',
        '--tool-name',
        tool.name,
        '--tool-args-json',
        '{"noSuchArgument":1}',
      );
      expect([wrong.code, JSON.stringify(wrong.result)]).toEqual([
        5,
        expect.stringContaining('noSuchArgument'),
      ]);

      expect((await ask('resources/templates/list')).code).toBe(0);
      if (resource !== undefined) {
        const read = await ask('resources/read', '--uri', resource.uri);
        expect([read.code, JSON.stringify(read.result)]).toEqual([0, expect.stringContaining(resource.says)]);
      }
      if (prompt !== undefined) {
        const pairs = Object.entries(prompt.arguments).map(([name, value]) => `${name}=${value}`);
        const made = await ask('prompts/get', '--prompt-name', prompt.name, '--prompt-args', ...pairs);
        expect([made.code, JSON.stringify(made.result)]).toEqual([0, expect.stringContaining(prompt.says)]);
      }
    },
    TIMEOUT_MS,
  );
});
