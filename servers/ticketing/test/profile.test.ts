import { expect, it } from 'vitest';
import { openWire } from './wire.ts';

const READ = ['describe_tracker', 'search_tickets', 'get_ticket', 'find_duplicates'];
const CORE = [
  ...READ,
  'create_ticket',
  'update_ticket',
  'transition_ticket',
  'claim_ticket',
  'comment_ticket',
  'link_tickets',
];

it.each([
  ['read', READ],
  ['core', CORE],
  ['support', CORE],
])('offers with --profile %s what belongs to it', async (profile, names) => {
  const { client } = await openWire({ args: ['--profile', profile] });
  const { tools } = await client.listed();
  expect(tools.map(({ name }) => name)).toEqual(names);
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
