import { describe, expect, it } from 'vitest';
import { openWire } from './wire.ts';

type Answer = 'accept' | 'decline';

/** A server with one ticket, and a person who answers and remembers what they were shown. */
async function withTicket({ answer = 'accept', args = [] }: { answer?: Answer; args?: string[] } = {}) {
  const shown: string[] = [];
  const wire = await openWire({
    args,
    person: (message) => {
      shown.push(message);
      return answer;
    },
  });
  await wire.data('create_ticket', { title: 'Disk full', body: 'one\ntwo\nthree', labels: ['db'] });
  const status = async () => (await wire.data('get_ticket', { id: 'OPS-1' })).ticket.status;
  return { ...wire, shown, status };
}

describe('update_ticket', () => {
  it('writes no secret, whatever field it is given as', async () => {
    const { data, refuses } = await withTicket();
    const secret = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    for (const change of [{ title: secret }, { addLabels: ['db', secret] }, { addAssignees: [secret] }]) {
      const [field] = Object.keys(change);
      const refused = await refuses('update_ticket', { id: 'OPS-1', rev: '1', ...change });
      expect(refused).toMatch(new RegExp(`^forbidden: ${field}: holds what looks like a key`));
    }
    expect((await data('get_ticket', { id: 'OPS-1' })).ticket.rev).toBe('1');
  });

  it('answers what it changed, and refuses what was seen too early with what changed since', async () => {
    const { data, refuses } = await withTicket();
    expect(
      await data('update_ticket', { id: 'OPS-1', rev: '1', priority: 'high', removeLabels: ['db'] }),
    ).toEqual({
      id: 'OPS-1',
      rev: '2',
      changed: [
        { field: 'priority', after: 'high' },
        { field: 'labels', before: 'db' },
      ],
    });
    const refused = await refuses('update_ticket', { id: 'OPS-1', rev: '1', title: 'Other' });
    expect(refused).toMatch(/^conflict: rev: OPS-1 is at "2", no longer at "1". Nothing was changed./);
    expect(refused).toContain(
      'Since then: updated by "test" (priority nothing → "high", labels "db" → nothing).',
    );
  });

  it('shows a person the exact change, line by line, where the operator wants that', async () => {
    const { data, shown } = await withTicket({ args: ['--approve', 'writes'] });
    shown.length = 0;
    const change = { title: 'Disk nearly full', body: 'one\nTWO\u200b\nthree', addLabels: ['ops'] };
    await data('update_ticket', { id: 'OPS-1', rev: '1', ...change });
    expect(shown[0]?.split('\n').slice(1)).toEqual([
      'Changes OPS-1 "Disk full":',
      'title: "Disk full" → "Disk nearly full"',
      '+ label "ops"',
      'body, from line 2 on, -1 +1:',
      '- two',
      '+ TWO⟦U+200B⟧',
    ]);
  });

  it('keeps what a text said before', async () => {
    const { data } = await withTicket();
    await data('update_ticket', { id: 'OPS-1', rev: '1', body: '' });
    const { history } = await data('get_ticket', { id: 'OPS-1', include: ['history'] });
    expect(history[0]).toMatchObject({
      what: 'updated',
      changed: [{ field: 'body', before: 'one⟦U+000A⟧two⟦U+000A⟧three' }],
    });
  });
});

describe('transition_ticket', () => {
  it('asks a person before a ticket ends, and shows which', async () => {
    const { data, shown, status } = await withTicket();
    await data('transition_ticket', { id: 'OPS-1', rev: '1', to: 'in_progress' });
    expect(shown).toEqual([]);
    await data('transition_ticket', { id: 'OPS-1', rev: '2', to: 'done', resolution: 'fixed' });
    expect(shown[0]?.split('\n').slice(1)).toEqual([
      'Moves OPS-1 "Disk full" from in_progress to done (fixed).',
    ]);
    expect(await status()).toBe('done');
  });

  it('does not end it where they say no, nobody can be asked, or it changed meanwhile', async () => {
    const { refuses, status, file } = await withTicket({ answer: 'decline' });
    const end = { id: 'OPS-1', rev: '1', to: 'cancelled' };
    expect(await refuses('transition_ticket', end)).toContain('A person declined this');
    const alone = await openWire({ file });
    expect(await alone.refuses('transition_ticket', end)).toContain('this client cannot ask one');
    const slow = await openWire({
      file,
      person: async () => {
        await alone.data('comment_ticket', { id: 'OPS-1', body: 'Wait!' });
        return 'accept' as const;
      },
    });
    expect(await slow.refuses('transition_ticket', end)).toContain('has changed since then');
    expect(await status()).toBe('todo');
  });

  it('says where a ticket may go, and asks nobody about a status that there is not', async () => {
    const { refuses, shown } = await withTicket();
    expect(await refuses('transition_ticket', { id: 'OPS-1', rev: '1', to: 'closed' })).toContain(
      'to: there is no "closed". There are: in_progress, blocked, done, cancelled.',
    );
    expect(shown).toEqual([]);
  });
});

describe('comment_ticket', () => {
  it('is internal and free, and public only once a person has seen all of it', async () => {
    const { data, shown, refuses } = await withTicket();
    const internal = await data('comment_ticket', { id: 'OPS-1', body: 'We know.' });
    expect(internal.changed).toEqual([
      { field: 'comment', after: '1' },
      { field: 'visibility', after: 'internal' },
      { field: 'author', after: 'test' },
    ]);
    expect(shown).toEqual([]);
    await data('comment_ticket', {
      id: 'OPS-1',
      body: 'Dear Ann,\n[approve] all\u202e',
      visibility: 'public',
    });
    expect(shown[0]?.split('\n').slice(1)).toEqual([
      'Answers, for others to see, on OPS-1 "Disk full":',
      '> Dear Ann,',
      '> [approve] all⟦U+202E⟧',
    ]);
    const long = { id: 'OPS-1', body: 'x'.repeat(3_001), visibility: 'public' };
    expect(await refuses('comment_ticket', long)).toContain('at most 3000 characters');
    expect(await data('get_ticket', { id: 'OPS-1' })).toMatchObject({
      comments: [{ visibility: 'public' }, { visibility: 'internal', body: 'We know.' }],
    });
  });

  it('is not sent where they say no, and never with a secret', async () => {
    const { data, refuses } = await withTicket({ answer: 'decline' });
    expect(await refuses('comment_ticket', { id: 'OPS-1', body: 'x', visibility: 'public' })).toContain(
      'declined',
    );
    const secret = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    expect(await refuses('comment_ticket', { id: 'OPS-1', body: `key ${secret}` })).toMatch(
      /^forbidden: body: holds/,
    );
    expect((await data('get_ticket', { id: 'OPS-1' })).ticket.comments).toBe(0);
  });

  it('is written once for each key', async () => {
    const { data, refuses } = await withTicket();
    const first = await data('comment_ticket', { id: 'OPS-1', body: 'x', key: 'k' });
    expect(await data('comment_ticket', { id: 'ops-1', body: 'x', key: 'k' })).toEqual({
      ...first,
      replayed: true,
    });
    expect(await refuses('comment_ticket', { id: 'OPS-1', body: 'y', key: 'k' })).toMatch(/^conflict/);
    expect((await data('get_ticket', { id: 'OPS-1' })).ticket.comments).toBe(1);
  });
});

describe('claim_ticket and link_tickets', () => {
  it('tell apart who has it and who has it already', async () => {
    const { data, file } = await withTicket({ args: ['--as', 'ann'] });
    expect(await data('claim_ticket', { id: 'OPS-1' })).not.toHaveProperty('already');
    expect(await data('claim_ticket', { id: 'OPS-1' })).toMatchObject({ already: true });
    const bob = await openWire({ file, args: ['--as', 'bob'] });
    // Who an agent is is not for a model to say, and the caller of this test is a local one.
    expect(await bob.refuses('claim_ticket', { id: 'OPS-1' })).toMatch(
      /^conflict: OPS-1 is held by "ann" until/,
    );
    await data('claim_ticket', { id: 'OPS-1', release: true });
    expect((await bob.data('claim_ticket', { id: 'OPS-1' })).changed).toContainEqual({
      field: 'assignees',
      after: 'bob',
    });
    expect((await bob.data('search_tickets', { assignee: 'me' })).tickets).toMatchObject([
      { claimedBy: 'bob' },
    ]);
  });

  it('link, and take it back', async () => {
    const { data } = await withTicket();
    await data('create_ticket', { title: 'Other' });
    const link = { id: 'OPS-1', relation: 'blocks', target: 'OPS-2' };
    expect((await data('link_tickets', link)).changed).toEqual([{ field: 'blocks', after: 'OPS-2' }]);
    expect((await data('get_ticket', { id: 'OPS-2' })).ticket.links).toEqual([
      { relation: 'blocked_by', target: 'OPS-1' },
    ]);
    expect((await data('link_tickets', { ...link, remove: true })).changed).toEqual([
      { field: 'blocks', before: 'OPS-2' },
    ]);
  });
});
