import { expect, it } from 'vitest';
import { server } from '../src/server.ts';
import { openWire } from './wire.ts';

const WRITING = server.tools.filter(({ access }) => access !== 'read').map(({ name }) => name);
/** What works on more than one ticket, or with more than a ticket. */
const MORE = ['bulk_change', 'attach_file'];

it.each([
  ['read', WRITING],
  ['core', MORE],
  ['support', MORE],
])('leaves out with --profile %s what is not of it, and nothing else', async (profile, left) => {
  const { client } = await openWire({ args: ['--profile', profile] });
  const { tools } = await client.listed();
  const all = server.tools.map(({ name }) => name);
  expect(all).toEqual(expect.arrayContaining(left));
  expect(tools.map(({ name }) => name)).toEqual(all.filter((name) => !left.includes(name)));
});

it('has no tool outside of the profile: it cannot be called either', async () => {
  const { client, file } = await openWire({ args: ['--profile', 'read'] });
  await expect(client.call('create_ticket', { title: 'Disk full' })).rejects.toThrow(
    'There is no tool "create_ticket"',
  );
  const { data } = await openWire({ file });
  expect((await data('search_tickets')).tickets).toEqual([]);
});

it('tells a model that can only read nothing of changes', async () => {
  const { client } = await openWire({ args: ['--profile', 'read'] });
  expect(client.sdk.getInstructions()).not.toMatch(/Claim|rev/);
});
