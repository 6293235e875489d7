import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import type { CallContext, Caller } from '../../src/index.ts';
import { defineServer, defineTool } from '../../src/index.ts';
import { connectInProcess } from '../../src/testing/in-process.ts';

const input = z.object({ word: z.string().optional() });
type Context = CallContext<object>;

const keeper = (name: string) =>
  defineTool({
    name,
    title: 'Keep a word',
    description: 'Seals a word, or tells what one holds.',
    input,
    access: 'write',
    async run({ word }, { handles }: Context) {
      if (word === undefined) return (await handles.mint({ kept: 'secret' }, 1_000)).handle;
      return JSON.stringify((await handles.open(word))?.data ?? null);
    },
  });
const tools = [keeper('keep'), keeper('other'), { ...keeper('look'), access: 'read' as const }];

/** Settings say whether it is only read, as a server with a switch of its own would. */
const server = defineServer({
  name: 'keeping',
  title: 'Keeping',
  manifest: { name: '@ashlar/handles', version: '0.0.0', bin: { 'ashlar-handles': '' } },
  description: 'keeps.',
  options: z.object({ write: z.boolean().default(false).meta({ description: 'Also what changes.' }) }),
  prepare: ({ write }) => ({ write }),
  readOnly: ({ write }) => !write,
  instructions: () => 'Keeps.',
  open: () => ({ close() {} }),
  tools,
});

async function open(args: string[], caller?: Caller) {
  const client = await connectInProcess(server, { args, ...(caller && { caller }) });
  onTestFinished(() => client.close());
  const says = async (tool: string, word?: string) =>
    (await client.call(tool, word === undefined ? {} : { word })).content[0]?.text;
  return { client, says };
}

afterEach(() => void vi.useRealTimers());

it('seals for a tool what only the same tool opens, unaltered and in time', async () => {
  const { says } = await open(['--write']);
  const handle = (await says('keep')) as string;
  expect(handle).not.toContain('secret');
  expect(await says('keep', handle)).toBe('{"kept":"secret"}');
  expect(await says('other', handle)).toBe('null');
  expect(
    await says(
      'keep',
      handle.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    ),
  ).toBe('null');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_001 });
  expect(await says('keep', handle)).toBe('null');
});

it.each([
  [[], ['look']],
  [['--write'], ['keep', 'other', 'look']],
  [['--write', '--read-only'], ['look']],
])('offers with %j the tools %j', async (args, names) => {
  const { client } = await open(args);
  expect((await client.listed()).tools.map(({ name }) => name)).toEqual(names);
});
