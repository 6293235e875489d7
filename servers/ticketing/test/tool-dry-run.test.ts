import { expect, it } from 'vitest';
import { openWire } from './wire.ts';

/** A server that asks about everything, whose person says no. */
async function withTicket() {
  const { file, data: make } = await openWire();
  await make('create_ticket', { title: 'Disk full', body: 'one' });
  const shown: string[] = [];
  const wire = await openWire({
    file,
    args: ['--approve', 'writes'],
    person: (message) => {
      shown.push(message);
      return 'decline';
    },
  });
  const before = await wire.data('get_ticket', { id: 'OPS-1', include: ['body', 'history'] });
  return { ...wire, shown, before };
}

it.each([
  [
    'update_ticket',
    { id: 'OPS-1', rev: '1', priority: 'high', body: 'two' },
    {
      ...{ id: 'OPS-1', rev: '1', dryRun: true },
      changed: [
        { field: 'body', before: 'one' },
        { field: 'priority', after: 'high' },
      ],
    },
  ],
  [
    'transition_ticket',
    { id: 'ops-1', rev: '1', to: 'done', resolution: 'fixed' },
    {
      ...{ id: 'OPS-1', rev: '1', dryRun: true },
      changed: [
        { field: 'status', before: 'todo', after: 'done' },
        { field: 'resolution', after: 'fixed' },
      ],
    },
  ],
  [
    'create_ticket',
    { title: 'Something else', priority: 'low' },
    {
      ...{ created: false, dryRun: true },
      changed: [
        { field: 'title', after: 'Something else' },
        { field: 'status', after: 'todo' },
        { field: 'priority', after: 'low' },
      ],
    },
  ],
])('%s tells what it would do, asks nobody and changes nothing', async (tool, input, told) => {
  const { data, shown, before } = await withTicket();
  expect(await data(tool, { ...input, dryRun: true })).toEqual(told);
  expect(shown).toEqual([]);
  expect(await data('get_ticket', { id: 'OPS-1', include: ['body', 'history'] })).toEqual(before);
  expect((await data('search_tickets')).total).toBe(1);
});

it('is refused, and finds duplicates, as what it tries would be', async () => {
  const { data, refuses } = await withTicket();
  const dryRun = true;
  expect(await data('create_ticket', { title: 'Disk is full', body: 'one', dryRun })).toMatchObject({
    created: false,
    duplicates: [{ id: 'OPS-1' }],
  });
  expect(await refuses('create_ticket', { title: 'x', priority: 'none', dryRun })).toMatch(/^invalid_input/);
  const seen = { id: 'OPS-1', rev: '9', dryRun };
  expect(await refuses('update_ticket', { ...seen, title: 'x' })).toMatch(/^conflict/);
  expect(await refuses('transition_ticket', { ...seen, to: 'done' })).toMatch(/^conflict/);
  const secret = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
  expect(await refuses('update_ticket', { ...seen, rev: '1', body: secret })).toMatch(/^forbidden/);
});

it('leaves a key free for the ticket that it was tried for', async () => {
  const { data } = await openWire();
  const ticket = { title: 'New', key: 'k' };
  await data('create_ticket', { ...ticket, dryRun: true });
  expect(await data('create_ticket', ticket)).toMatchObject({ created: true, id: 'OPS-1' });
});
