import { setImmediate as turn } from 'node:timers/promises';
import pLimit from 'p-limit';
import { expect, it, onTestFinished } from 'vitest';
import type { Caller } from '../../src/context.ts';
import type { Tool } from '../../src/define.ts';
import type { AnyServer } from '../../src/index.ts';
import { connectHttp } from '../../src/testing/index.ts';
import { serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { keyFile } from '../fixture/key-file.ts';
import { whoamiServer } from '../fixture/whoami-server.ts';

/** What a tool was given, and who it was told is calling. */
interface Seen {
  tool: string;
  input: unknown;
  caller: Caller;
}

/** The echo server, each tool of which lets others go first and notes who called it with what. */
function noting(): { server: AnyServer; seen: Seen[] } {
  const seen: Seen[] = [];
  const tools = (whoamiServer.tools as Tool<unknown>[]).map((tool) => ({
    ...tool,
    async run(input: unknown, context: never) {
      for (let turns = Math.floor(Math.random() * 4); turns > 0; turns--) await turn();
      seen.push({ tool: tool.name, input, caller: (context as { caller: Caller }).caller });
      return tool.run(input as never, context);
    },
  }));
  return { server: { ...whoamiServer, tools } as AnyServer, seen };
}

/** Calls of every tool whose input, and whose answer where it has one, belongs to one tenant and number only. */
const CALLS: Readonly<Record<string, (mark: string, index: number) => [object, string]>> = {
  echo: (mark) => [{ text: mark }, mark],
  count: (mark, index) => [{ text: `${mark} ${'x '.repeat(index)}` }, `"words":${index + 1}`],
  pause: () => [{ ms: 0 }, 'waited 0 ms'],
  remember: (mark) => [{ name: mark, text: mark }, `remembered ${mark}`],
  forget: (mark) => [{ name: mark }, 'not_found'],
  whoami: () => [{}, ''],
};

it('two tenants that call every tool 1,000 times at once never meet', async () => {
  const { server, seen } = noting();
  const issuer = await startIssuer();
  const { path, keys } = keyFile({ owner: 'bob', tenant: 'globex' });
  const { url } = await serve(server, ['--auth-issuer', issuer.url, '--api-keys', path]);
  const token = await issuer.token({ aud: url, tenant: 'acme', scope: 'echo:destroy' });
  const callers = [
    { tenant: 'acme', subject: 'ann', via: 'token', credential: token },
    { tenant: 'globex', subject: 'bob', via: 'key', credential: keys[0]?.key ?? '' },
  ];
  const ready = await Promise.all(
    callers.map(async ({ credential, ...who }) => {
      const client = await connectHttp('v2', url, { headers: { authorization: `Bearer ${credential}` } });
      onTestFinished(() => client.close());
      return { who, client, limit: pLimit(12) };
    }),
  );
  const names = Object.keys(CALLS);
  expect(names).toEqual(server.tools.map(({ name }) => name));
  await Promise.all(
    Array.from({ length: 1_000 }, (_, index) => {
      const { who, client, limit } = ready[index % 2] as (typeof ready)[number];
      const tool = names[Math.floor(index / 2) % names.length] ?? '';
      const [input, expected] = CALLS[tool]?.(`${who.tenant}-${index}`, index) ?? [{}, ''];
      return limit(async () => {
        const text = await client.text(tool, input);
        if (tool === 'whoami') expect(JSON.parse(text)).toMatchObject(who);
        else expect(text).toContain(expected);
      });
    }),
  );
  expect(seen).toHaveLength(1_000);
  for (const { input, caller } of seen) {
    const mark = /(acme|globex)-\d/.exec(JSON.stringify(input))?.[1] ?? caller.tenant;
    expect(caller.tenant).toBe(mark);
  }
  const tenants = seen.map(({ caller }) => caller.tenant);
  expect([...new Set(tenants)].sort()).toEqual(['acme', 'globex']);
  expect(tenants.filter((tenant) => tenant === 'acme')).toHaveLength(500);
}, 20_000);
