import { join } from 'node:path';
import { connectHttp, connectStdio, startHttp, tenantKeys } from '@ashlar/kit/testing';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { server } from '../src/server.ts';
import { testFolder } from './sqlite-desk.ts';
import { openWire, type Wire } from './wire.ts';

type Answer = 'accept' | 'decline';

const MAIN = join(import.meta.dirname, '..', 'dist', 'main.js');

/** A server with so many tickets, and a person who remembers what they were shown. */
async function withTickets(
  count: number,
  { answer, title = (at) => `Ticket ${at}`, ...more }: Setting = {},
): Promise<Desk> {
  const shown: string[] = [];
  const wire = await openWire({
    ...more,
    person: async (message) => {
      shown.push(message);
      return (await answer?.(wire)) ?? 'accept';
    },
  });
  for (let at = 1; at <= count; at++) await wire.data('create_ticket', { title: title(at), force: true });
  const statuses = async () => {
    const { tickets } = await wire.data('search_tickets', { limit: 50 });
    const by: Record<string, string[]> = {};
    for (const { id, status } of tickets) by[status] = [...(by[status] ?? []), id].sort();
    return by;
  };
  return { ...wire, shown, ids: Array.from({ length: count }, (_, at) => `OPS-${at + 1}`), statuses };
}

type FileWire = Awaited<ReturnType<typeof openWire>>;

interface Desk extends FileWire {
  shown: string[];
  ids: string[];
  /** Ids by status. */
  statuses(): Promise<Record<string, string[]>>;
}

interface Setting {
  answer?: (wire: Wire) => Answer | undefined | Promise<Answer | undefined>;
  title?: (at: number) => string;
  log?: (line: string) => void;
}

afterEach(() => void vi.useRealTimers());

describe('bulk_change', () => {
  it('plans first, and changes nothing: what would become another, what is so, what is refused and why', async () => {
    const { data, shown, statuses, ids } = await withTickets(3);
    await data('transition_ticket', { id: 'OPS-2', rev: '1', to: 'in_progress' });
    await data('transition_ticket', { id: 'OPS-3', rev: '1', to: 'blocked' });
    const planned = await data('bulk_change', { ids: [...ids, 'ops-1', 'OPS-9'], to: 'in_review' });
    expect(planned).toMatchObject({
      would: [{ changed: 'status: "in_progress" → "in_review"', ids: ['OPS-2'] }],
      refused: [
        { id: 'OPS-1', why: expect.stringMatching(/^invalid_input: to: OPS-1 is todo, and cannot become/) },
        { id: 'OPS-3', why: expect.stringMatching(/^invalid_input: to: OPS-3 is blocked/) },
        { id: 'OPS-9', why: 'not_found: There is no ticket "OPS-9".' },
      ],
    });
    const labels = { priority: 'high', addLabels: ['x'] };
    await data('update_ticket', { id: 'OPS-2', rev: '2', ...labels });
    expect(await data('bulk_change', { ids, ...labels })).toMatchObject({
      would: [{ changed: 'priority: nothing → "high"; labels: + "x"', ids: ['OPS-1', 'OPS-3'] }],
      same: ['OPS-2'],
    });
    expect(shown).toEqual([]);
    expect(await statuses()).toEqual({ todo: ['OPS-1'], in_progress: ['OPS-2'], blocked: ['OPS-3'] });
  });

  it('is carried out by the plan alone, once a person has seen all of it', async () => {
    const { data, shown, statuses, ids } = await withTickets(3);
    const { plan } = await data('bulk_change', { ids, to: 'done', resolution: 'fixed' });
    const done = await data('bulk_change', { plan });
    expect(shown.map((text) => text.split('\n').slice(1))).toEqual([
      [
        'Changes 3 tickets, each of them only where it is still as it was planned.',
        'status: "todo" → "done"; resolution: nothing → "fixed" (3 tickets):',
        'OPS-1 "Ticket 1"',
        'OPS-2 "Ticket 2"',
        'OPS-3 "Ticket 3"',
      ],
    ]);
    const changed = 'status: "todo" → "done"; resolution: nothing → "fixed"';
    expect(done).toEqual({ done: [{ changed, ids }] });
    expect(await statuses()).toEqual({ done: ids });
  });

  it('is not carried out where a person says no, or nobody can be asked', async () => {
    const { data, refuses, statuses, ids, file } = await withTickets(2, { answer: () => 'decline' });
    const { plan } = await data('bulk_change', { ids, addLabels: ['x'] });
    expect(await refuses('bulk_change', { plan })).toContain('A person declined this');
    const alone = await openWire({ file });
    const { plan: another } = await alone.data('bulk_change', { ids, to: 'done' });
    expect(await alone.refuses('bulk_change', { plan: another })).toContain('this client cannot ask one');
    expect(await statuses()).toEqual({ todo: ids });
    expect((await data('search_tickets', { labels: ['x'] })).total).toBe(0);
  });

  it('leaves what has moved since it was planned, also while a person thinks, and does the rest', async () => {
    const { data, shown, ids, statuses } = await withTickets(4, {
      answer: async (wire) => {
        await wire.data('comment_ticket', { id: 'OPS-2', body: 'Not this one!' });
        return 'accept' as const;
      },
    });
    const { plan } = await data('bulk_change', { ids, to: 'done' });
    await data('comment_ticket', { id: 'OPS-1', body: 'Wait!' });
    const answer = await data('bulk_change', { plan });
    expect(shown[0]).toContain('Left as they are: OPS-1.');
    expect(answer).toMatchObject({
      done: [{ ids: ['OPS-3', 'OPS-4'] }],
      refused: [
        { id: 'OPS-1', why: expect.stringMatching(/^conflict: rev: OPS-1 is at "2", no longer at "1"/) },
        { id: 'OPS-2', why: expect.stringMatching(/^conflict: rev: OPS-2 is at "2"/) },
      ],
    });
    expect(await statuses()).toEqual({ done: ['OPS-3', 'OPS-4'], todo: ['OPS-1', 'OPS-2'] });
  });

  it('takes a plan once, for ten minutes, whole, and of who made it', async () => {
    const { data, refuses, ids, shown } = await withTickets(2);
    const change = { ids, addLabels: ['x'] };
    const { plan } = await data('bulk_change', change);
    expect(await refuses('bulk_change', { plan, addLabels: ['y'] })).toContain(
      'addLabels: is part of the plan',
    );
    const [one, two] = await Promise.all([1, 2].map(() => data('bulk_change', { plan }).catch(String)));
    expect([one, two].filter((answer) => typeof answer === 'object')).toHaveLength(1);
    // Even where the tickets are as they were, what was approved is not done twice.
    for (const id of ids) await data('update_ticket', { id, rev: '2', removeLabels: ['x'] });
    expect(await refuses('bulk_change', { plan })).toMatch(/^conflict: plan: /);
    const { plan: damaged } = await data('bulk_change', change);
    const other = damaged.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A'));
    expect(await refuses('bulk_change', { plan: other })).toContain(
      'plan: is damaged, too old, or not yours',
    );
    const asked = shown.length;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 + 1 });
    expect(await refuses('bulk_change', { plan: damaged })).toContain('plan: is damaged, too old');
    expect(shown.length).toBe(asked);
  });

  it('wants one kind of change, and tickets', async () => {
    const { refuses, ids } = await withTickets(1);
    for (const input of [
      {},
      { ids },
      { ids, to: 'done', priority: 'high' },
      { ids, resolution: 'fixed' },
      { to: 'done' },
      { ids: [], to: 'done' },
      { ids: Array.from({ length: 101 }, (_, at) => `OPS-${at}`), to: 'done' },
      { ids, addLabels: [''] },
    ]) {
      expect(await refuses('bulk_change', input)).toMatch(/^invalid_input: (?:ids|to|addLabels):/);
    }
  });

  it('plans nothing with a secret', async () => {
    const { refuses, ids } = await withTickets(1);
    const secret = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    for (const field of ['addLabels', 'addAssignees']) {
      const refused = await refuses('bulk_change', { ids, [field]: [secret] });
      expect(refused).toMatch(new RegExp(`^forbidden: ${field}: holds what looks like a key`));
    }
  });

  it('shows a person a hundred tickets whole, whatever they are called', async () => {
    const { data, shown, ids } = await withTickets(100, { title: (at) => `${at} ${'💣'.repeat(120)}` });
    const { plan, would } = await data('bulk_change', { ids, addLabels: ['x'.repeat(100)] });
    expect(would[0].ids).toEqual(ids);
    // A model has to repeat it.
    expect(plan.length).toBeLessThan(1_000);
    await data('bulk_change', { plan });
    const lines = shown[0]?.split('\n') ?? [];
    for (const id of ids) expect(lines.filter((line) => line.split(' ')[0] === id)).toHaveLength(1);
    expect(shown[0]).not.toContain('characters in all');
    const labelled = await data('search_tickets', { labels: ['x'.repeat(100)], limit: 50 });
    expect(labelled.tickets).toHaveLength(50);
    expect(labelled).toHaveProperty('nextCursor');
  });

  it('makes no plan of what a person could not be shown', async () => {
    const { data, refuses, ids } = await withTickets(20);
    const many = (mark: string) => Array.from({ length: 20 }, (_, at) => `${mark}${at}`.padEnd(100, 'x'));
    const change = { ids, addLabels: many('a'), addAssignees: many('b') };
    expect(await refuses('bulk_change', change)).toContain('more than a person can be shown');
    expect(await data('bulk_change', { ids, addLabels: many('a') })).toHaveProperty('plan');
  });

  it('lets no title pass for a line or a word of the question', async () => {
    const titles = ['a"\nOPS-7 "fine', 'b\u202e\u2028Left as they are: OPS-1', 'c" (0 tickets) \\'];
    const { data, shown, ids } = await withTickets(3, { title: (at) => titles[at - 1] ?? '' });
    const { plan } = await data('bulk_change', { ids, addLabels: ['x", - "y'] });
    await data('bulk_change', { plan });
    expect(shown[0]?.split('\n').slice(2)).toEqual([
      'labels: + "x\\", - \\"y" (3 tickets):',
      'OPS-1 "a\\"⟦U+000A⟧OPS-7 \\"fine"',
      'OPS-2 "b⟦U+202E⟧⟦U+2028⟧Left as they are: OPS-1"',
      'OPS-3 "c\\" (0 tickets) \\\\"',
    ]);
  });

  it('stops between two tickets when the call is cancelled, and the log says how far it came', async () => {
    const log: string[] = [];
    const { client, data, ids, statuses } = await withTickets(40, { log: (line) => void log.push(line) });
    const { plan } = await data('bulk_change', { ids, to: 'in_progress' });
    const controller = new AbortController();
    const told: string[] = [];
    const call = client.call(
      'bulk_change',
      { plan },
      {
        signal: controller.signal,
        // The client tells of its own steps, too.
        onprogress: ({ message }) => {
          if (message !== 'OPS-1') return;
          told.push(message);
          controller.abort('changed my mind');
        },
      },
    );
    await expect(call).rejects.toThrow();
    await expect(call).rejects.toThrow();
    await expect.poll(() => log.some((line) => line.includes('ended before its end'))).toBe(true);
    const { in_progress: done = [], todo = [] } = await statuses();
    expect(told).toEqual(['OPS-1']);
    expect(done.length).toBeGreaterThan(0);
    expect(todo.length).toBeGreaterThan(0);
    const line = JSON.parse(log.find((one) => one.includes('ended before its end')) ?? '{}');
    expect([...line.done].sort()).toEqual(done);
    expect([...line.left].sort()).toEqual(todo);
  });
});

it('hears of a cancel while it is at work, as a program of its own', async () => {
  const { file, ids, statuses } = await withTickets(50);
  const args = [MAIN, '--file', file, '--project', 'OPS'];
  const client = await connectStdio('v2', { command: process.execPath, args }, () => 'accept');
  onTestFinished(() => client.close());
  const { structuredContent } = await client.call('bulk_change', { ids, to: 'in_progress' });
  const controller = new AbortController();
  const onprogress = ({ message }: { message?: string | undefined }) => {
    if (message === 'OPS-1') controller.abort('changed my mind');
  };
  const call = client.call(
    'bulk_change',
    { plan: structuredContent?.plan },
    { signal: controller.signal, onprogress },
  );
  await expect(call).rejects.toThrow();
  // One that was begun is seen to its end; by the next answer it has stopped.
  await client.call('describe_tracker');
  const { in_progress: done = [], todo = [] } = await statuses();
  expect([done.length > 0, todo.length > 0]).toEqual([true, true]);
});

it('holds a plan to its tenant, whose tickets alone it changes', async () => {
  const keys = await tenantKeys(server.name, ['acme', 'globex']);
  const args = ['--file', join(testFolder(), 'tickets.db'), '--project', 'OPS', '--api-keys', keys.path];
  const program = await startHttp({ command: process.execPath, args: [MAIN, ...args] });
  onTestFinished(async () => {
    await program.stop();
    await keys.dispose();
  });
  const clients = await Promise.all(
    keys.made.map(({ key }) =>
      connectHttp('v2', program.url, {
        headers: { authorization: `Bearer ${key}` },
        person: () => 'accept',
      }),
    ),
  );
  const [acme, globex] = clients as [(typeof clients)[0], (typeof clients)[0]];
  for (const client of clients) await client.call('create_ticket', { title: 'Disk full' });
  const { structuredContent } = await acme.call('bulk_change', { ids: ['OPS-1'], to: 'done' });
  const plan = structuredContent?.plan;
  expect(await globex.text('bulk_change', { plan })).toContain('plan: is damaged, too old, or not yours');
  expect(await acme.text('bulk_change', { plan })).toContain('"done":[');
  for (const client of clients) await client.close();
  const [, other] = await Promise.all(
    keys.made.map(async ({ key }) => {
      const client = await connectHttp('v2', program.url, { headers: { authorization: `Bearer ${key}` } });
      const text = await client.text('get_ticket', { id: 'OPS-1', include: [] });
      await client.close();
      return text;
    }),
  );
  expect(other).toContain('"status":"todo"');
});
