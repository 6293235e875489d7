import type { Caller } from '@ashlar/kit';
import { describe, expect, it } from 'vitest';
import { openWire, tenantCaller } from './wire.ts';

const SCOPE = ['--customer-scope', 'shop:customer'];
const member = tenantCaller('acme');
const customer: Caller = {
  ...member,
  subject: 'carl',
  scopes: ['ticketing:write', 'shop:customer'],
};

/** A ticket of a customer, on which the team has written for itself and for them. */
async function withTicket() {
  const theirs = await openWire({ args: SCOPE, caller: customer, person: () => 'accept' });
  const ours = await openWire({ args: SCOPE, caller: member, file: theirs.file, person: () => 'accept' });
  await theirs.data('create_ticket', { title: 'Wrong shoes', body: 'They are red.' });
  await ours.data('comment_ticket', { id: 'OPS-1', body: 'Third time this week.' });
  await ours.data('comment_ticket', { id: 'OPS-1', body: 'We look into it.', visibility: 'public' });
  return { theirs, ours };
}

describe('a customer', () => {
  it('is marked in what they write', async () => {
    const { theirs, ours } = await withTicket();
    await theirs.data('comment_ticket', { id: 'OPS-1', body: 'Please hurry.' });
    const { ticket, comments } = await ours.data('get_ticket', { id: 'OPS-1' });
    expect(ticket.author).toEqual({ name: 'carl', role: 'customer' });
    expect(comments[0]).toMatchObject({ author: { role: 'customer' }, visibility: 'public' });
    expect(comments[1]).toMatchObject({ author: { name: 'ann', role: 'member' } });
  });

  it('does not see what is for the team alone, in whatever way', async () => {
    const { theirs } = await withTicket();
    const seen = await theirs.data('get_ticket', { id: 'OPS-1' });
    expect(seen.ticket.comments).toBe(1);
    expect(seen.comments).toMatchObject([{ id: '2', body: 'We look into it.' }]);
    const { contents } = await theirs.client.sdk.readResource({ uri: 'ticket://OPS/OPS-1' });
    const { messages } = await theirs.client.sdk.getPrompt({ name: 'triage', arguments: { id: 'OPS-1' } });
    expect(JSON.stringify([contents, messages])).not.toContain('Third time');
  });

  it('cannot write for the team alone', async () => {
    const { theirs } = await withTicket();
    const internal = { id: 'OPS-1', body: 'x', visibility: 'internal' };
    expect(await theirs.refuses('comment_ticket', internal)).toMatch(/^forbidden: visibility/);
  });

  it('is nobody without the option, and no local user', async () => {
    const { data } = await openWire({ caller: customer });
    await data('create_ticket', { title: 'One' });
    expect((await data('get_ticket', { id: 'OPS-1' })).ticket.author.role).toBe('member');
  });
});

it('numbers comments by all there are, also for those who see some', async () => {
  const { theirs, ours } = await withTicket();
  await ours.data('comment_ticket', { id: 'OPS-1', body: 'Between us.' });
  const made = await theirs.data('comment_ticket', { id: 'OPS-1', body: 'Well?' });
  expect(made.changed[0]).toEqual({ field: 'comment', after: '4' });
});

it.each([
  [SCOPE, 1],
  [[], 0],
])(
  'with %o, what the team said comes to a field that customers see after %i question',
  async (args, asked) => {
    const shown: string[] = [];
    const { data } = await openWire({
      args: [...args],
      person: (message) => {
        shown.push(message);
        return 'accept';
      },
    });
    await data('create_ticket', { title: 'Wrong shoes' });
    await data('comment_ticket', { id: 'OPS-1', body: 'Third time this week.' });
    await data('get_ticket', { id: 'OPS-1' });
    await data('comment_ticket', { id: 'OPS-1', body: 'Fourth, even.' });
    expect(shown).toEqual([]);
    await data('update_ticket', { id: 'OPS-1', rev: '3', addLabels: ['again'] });
    expect(shown).toHaveLength(asked);
  },
);
