import { describe, expect, it } from 'vitest';
import { openWire, tenantCaller } from './wire.ts';

const DRAFT = {
  title: 'Login page shows error 500',
  body: 'After a password reset.',
  priority: 'high',
  labels: ['login'],
};

describe('create_ticket', () => {
  it('files a ticket, and says what it is now', async () => {
    const { data } = await openWire();
    expect(await data('create_ticket', DRAFT)).toEqual({
      created: true,
      id: 'OPS-1',
      rev: '1',
      changed: [
        { field: 'title', after: DRAFT.title },
        { field: 'status', after: 'todo' },
        { field: 'priority', after: 'high' },
        { field: 'body' },
        { field: 'labels', after: 'login' },
      ],
    });
  });

  it('returns likely duplicates instead, unless it is told to make it', async () => {
    const { data } = await openWire();
    await data('create_ticket', DRAFT);
    const again = { title: 'Error 500 shows on login page', body: 'After a reset of the password' };
    const refused = await data('create_ticket', again);
    expect(refused).toMatchObject({ created: false, duplicates: [{ id: 'OPS-1', status: 'todo' }] });
    expect(refused.duplicates[0].score).toBeGreaterThanOrEqual(0.75);
    expect((await data('search_tickets')).total).toBe(1);
    expect(await data('create_ticket', { ...again, force: true })).toMatchObject({
      created: true,
      id: 'OPS-2',
    });
  });

  it('makes one of two that are nearly the same and come at once', async () => {
    const { data } = await openWire();
    const titles = ['Printer on floor 3 jams', 'Printer on floor 3 jams!', 'printer jams on floor 3'];
    const made = await Promise.all(titles.map((title) => data('create_ticket', { title })));
    expect(made.filter(({ created }) => created)).toHaveLength(1);
  });

  it('takes what comes back after it was done for a new matter', async () => {
    const person = () => 'accept' as const;
    const { data } = await openWire({ person });
    await data('create_ticket', { ...DRAFT, key: 'a' });
    await data('transition_ticket', { id: 'OPS-1', rev: '1', to: 'done' });
    expect(await data('create_ticket', { ...DRAFT, key: 'b' })).toMatchObject({ created: true, id: 'OPS-2' });
    const { tickets } = await data('find_duplicates', { title: DRAFT.title });
    expect(tickets.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
      ['OPS-1', 'done'],
      ['OPS-2', 'todo'],
    ]);
  });

  it('answers the same call again, with a key or within a minute, and is no duplicate of itself', async () => {
    const { data, refuses } = await openWire();
    for (const [title, key] of [
      [DRAFT.title, 'k'],
      ['Printer jams', undefined],
    ]) {
      const call = { ...DRAFT, title, ...(key === undefined ? {} : { key }) };
      const first = await data('create_ticket', call);
      expect(await data('create_ticket', { ...call, labels: [...call.labels] })).toEqual({
        ...first,
        replayed: true,
      });
    }
    expect(await refuses('create_ticket', { ...DRAFT, title: 'Other', key: 'k' })).toMatch(
      /^conflict: key: was used/,
    );
    expect((await data('search_tickets')).total).toBe(2);
  });

  it('assigns to who asks where it says me', async () => {
    const { data } = await openWire({ args: ['--as', 'ann'] });
    await data('create_ticket', { title: 'One', assignees: ['me', 'bob'] });
    await data('update_ticket', { id: 'OPS-1', rev: '1', removeAssignees: ['me'] });
    expect((await data('get_ticket', { id: 'OPS-1' })).ticket.assignees).toEqual(['bob']);
  });

  it('refuses secrets, days that are none, and values that the tracker has not', async () => {
    const { data, refuses } = await openWire();
    const secret = ['ghp', '_0123456789abcdefABCDEF'].join('');
    expect(await refuses('create_ticket', { title: 'x', body: `use ${secret}` })).toMatch(
      /^forbidden: body: holds/,
    );
    expect(await refuses('create_ticket', { title: secret })).not.toContain(secret);
    for (const field of ['labels', 'assignees']) {
      const named = { title: 'x', [field]: ['db', secret] };
      expect(await refuses('create_ticket', named)).toMatch(new RegExp(`^forbidden: ${field}: holds`));
    }
    expect(await refuses('create_ticket', { title: 'x', due: '2026-02-30' })).toContain('due: must be a day');
    expect(await refuses('create_ticket', { title: 'x', type: 'epic' })).toContain('There are: task, bug');
    expect(await refuses('create_ticket', { title: ' ' })).toContain('title');
    expect((await data('search_tickets')).total).toBe(0);
  });

  it('shows a person the ticket where the operator wants that', async () => {
    const shown: string[] = [];
    const person = (message: string) => {
      shown.push(message);
      return 'decline' as const;
    };
    const { refuses } = await openWire({ args: ['--ask', 'create_ticket'], person });
    expect(await refuses('create_ticket', { ...DRAFT, title: 'A\u202e "B"' })).toContain(
      'A person declined this',
    );
    expect(shown[0]).toContain('title: "A⟦U+202E⟧ \\"B\\""');
    expect(shown[0]).toContain('+ After a password reset.');
  });
});

it('keeps tenants apart: in what is found, what is a duplicate, and what a key means', async () => {
  const acme = await openWire({ caller: tenantCaller('acme') });
  const globex = await openWire({ file: acme.file, caller: tenantCaller('globex') });
  const local = await openWire({ file: acme.file });
  await acme.data('create_ticket', { ...DRAFT, key: 'k' });
  for (const other of [globex, local]) {
    expect(await other.data('find_duplicates', { title: DRAFT.title })).toEqual({ tickets: [] });
    const refusal = await other.refuses('get_ticket', { id: 'OPS-1' });
    expect(refusal.replace('OPS-1', 'OPS-9')).toBe(await other.refuses('get_ticket', { id: 'OPS-9' }));
    expect(await other.data('describe_tracker')).toMatchObject({ labels: [], people: [] });
    expect(await other.data('create_ticket', { ...DRAFT, key: 'k', labels: [] })).toMatchObject({
      created: true,
    });
  }
  await acme.data('create_ticket', { title: 'Second', force: true });
  const { nextCursor } = await acme.data('search_tickets', { limit: 1 });
  await globex.data('create_ticket', { title: 'Second', force: true });
  expect(await globex.refuses('search_tickets', { limit: 1, cursor: nextCursor })).toContain('not yours');
  await expect(globex.client.sdk.readResource({ uri: 'ticket://OPS/OPS-3' })).rejects.toThrow();
});
