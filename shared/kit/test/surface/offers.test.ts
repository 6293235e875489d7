import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { definePrompt, defineResource, defineServer, defineTool } from '../../src/index.ts';
import { connectInProcess } from '../../src/testing/in-process.ts';

const look = defineTool({
  name: 'look',
  title: 'Look at it',
  description: 'Looks at one of several things.',
  input: z.object({ at: z.string().optional() }),
  access: 'read',
  run: async ({ at }) => `looked at ${at ?? 'the only one'}`,
});

const shelf = defineResource({
  name: 'shelf',
  title: 'Shelf',
  description: 'Where they are.',
  uri: 'look://shelf',
  read: async (uri) => ({ contents: [{ uri, text: 'all of them' }] }),
});

const tidy = definePrompt({
  name: 'tidy',
  title: 'Tidy',
  description: 'Brings order into them.',
  input: z.object({}),
  render: async () => [{ role: 'user', content: { type: 'text', text: 'Tidy up.' } }],
});

/** With one thing there is nothing to choose; with two there is a tool more, and a shelf to tidy. */
const server = defineServer({
  name: 'looking',
  title: 'Looking',
  manifest: { name: '@ashlar/looking', version: '0.0.0', bin: { 'ashlar-looking': '' } },
  description: 'looks.',
  options: z.object({ several: z.boolean().default(false).meta({ description: 'More than one thing.' }) }),
  prepare: ({ several }) => ({ several }),
  instructions: () => 'Looks.',
  open: () => ({ close() {} }),
  tools: [look],
  resources: [shelf],
  prompts: [tidy],
  offers: ({ several }) =>
    several
      ? { tools: [look, { ...look, name: 'look_again' }] }
      : { tools: [{ ...look, input: look.input.omit({ at: true }) }], resources: [], prompts: [] },
});

async function open(...args: string[]) {
  const client = await connectInProcess(server, { args });
  onTestFinished(() => client.close());
  return client;
}

it('offers what the configuration leaves a choice in, and nothing else', async () => {
  const one = await open();
  expect((await one.listed()).tools.map(({ name }) => name)).toEqual(['look']);
  expect(JSON.stringify((await one.listed()).tools)).not.toContain('"at"');
  expect(await one.call('look', { at: 'it' })).toMatchObject({ isError: true });
  expect(await one.text('look')).toBe('looked at the only one');
});

it('knows the tools that a configuration adds, also by the names of options', async () => {
  const several = await open('--several', '--tools', 'look_again', '--limit', 'look_again=5/min');
  expect((await several.listed()).tools.map(({ name }) => name)).toEqual(['look_again']);
  expect(await several.text('look_again', { at: 'b' })).toBe('looked at b');
  await expect(open('--tools', 'look_again')).rejects.toThrow('there are look.');
});

it('offers only the resources and prompts that the configuration has', async () => {
  const [one, several] = [await open(), await open('--several')];
  expect((await several.listed()).resources.map(({ name }) => name)).toEqual(['shelf']);
  expect((await several.sdk.listPrompts()).prompts.map(({ name }) => name)).toEqual(['tidy']);
  expect((await one.listed()).resources).toEqual([]);
  await expect(one.sdk.readResource({ uri: 'look://shelf' })).rejects.toThrow();
  await expect(one.sdk.getPrompt({ name: 'tidy' })).rejects.toThrow();
});
