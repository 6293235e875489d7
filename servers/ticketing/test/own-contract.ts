import { describe, expect, it } from 'vitest';
import type { Who } from '../src/tracker/tenant.ts';
import { anew, type OpenDesk, somebody } from './own-desk.ts';
import { people, trackerContract } from './tracker-contract.ts';

const { ann, bob } = people;

/** What is promised by every tracker that keeps its tickets itself, beside what every tracker promises. */
export function ownContract(name: string, openDesk: OpenDesk): void {
  trackerContract(name, async () => ({ ...(await openDesk()), ...people }));
  describe(`${name}, as one of our own`, () => tests(openDesk));
}

function tests(openDesk: OpenDesk): void {
  async function withTicket(draft: object = {}) {
    const { tracker, another } = await openDesk();
    const made = await tracker.create(ann, { title: 'One', body: '', ...draft }, anew());
    return { tracker, another, ...made };
  }

  it('numbers tickets by project', async () => {
    const { tracker } = await openDesk();
    const ids: string[] = [];
    for (const project of [undefined, 'OPS', 'web', 'WEB']) {
      ids.push((await tracker.create(ann, { project, title: 'One', body: '' }, anew())).id);
    }
    expect(ids).toEqual(['OPS-1', 'OPS-2', 'WEB-1', 'WEB-2']);
    await expect(tracker.create(ann, { project: 'HR', title: 'x', body: '' }, anew())).rejects.toMatchObject({
      code: 'not_found',
      hint: 'There are: OPS, WEB.',
    });
  });

  it('tells nothing of projects that the operator does not allow', async () => {
    const { tracker, another, id } = await withTicket({ project: 'WEB', title: 'Hidden matter' });
    const { id: other } = await tracker.create(ann, { title: 'Open matter', body: '', parent: id }, anew());
    await tracker.link(ann, other, { relation: 'relates_to', target: id });
    const { tracker: pinned } = await another({ projects: ['OPS'] });
    await expect(pinned.get(ann, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await pinned.search(ann, { text: 'matter' }, { limit: 9 })).items.map((it) => it.id)).toEqual([
      other,
    ]);
    expect(await pinned.similar(ann, { title: 'Hidden matter', body: '' }, 5)).toMatchObject([
      { ticket: { id: other } },
    ]);
    expect(await pinned.get(ann, other)).toMatchObject({ links: [] });
    expect(await pinned.get(ann, other)).not.toHaveProperty('parent');
  });

  it('lists the values that a bad one could have been', async () => {
    const { tracker, id, rev } = await withTicket();
    const refused = { code: 'invalid_input', hint: 'There are: urgent, high, medium, low.' };
    await expect(tracker.update(ann, id, { priority: 'P1' }, { rev })).rejects.toMatchObject(refused);
    await expect(tracker.create(ann, { title: 'x', body: '', priority: 'P1' }, anew())).rejects.toMatchObject(
      refused,
    );
    await expect(tracker.transition(ann, id, { to: 'in_review' }, { rev })).rejects.toMatchObject({
      hint: 'It can become: in_progress, blocked, done, cancelled.',
    });
    await expect(
      tracker.transition(ann, id, { to: 'blocked', resolution: 'fixed' }, { rev }),
    ).rejects.toThrow('no end');
  });

  it('adds to sets and takes from them, and one spelling of a label is kept', async () => {
    const { tracker, id, rev } = await withTicket({ labels: ['Bug', 'ui'], assignees: ['ann'] });
    const first = await tracker.update(bob, id, { addLabels: ['bug', 'db'], removeLabels: ['UI'] }, { rev });
    expect(first.changed).toEqual([{ field: 'labels', before: 'ui', after: 'db' }]);
    const second = await tracker.update(
      bob,
      id,
      { addAssignees: ['bob', 'ann'], removeAssignees: ['zoe'] },
      first,
    );
    expect(second.changed).toEqual([{ field: 'assignees', after: 'bob' }]);
    expect(await tracker.get(ann, id)).toMatchObject({ labels: ['Bug', 'db'], assignees: ['ann', 'bob'] });
    const third = await tracker.update(bob, id, { addLabels: ['BUG'] }, second);
    expect(third).toEqual({ id, rev: second.rev, changed: [] });
  });

  it('takes away a due day and a parent, and refuses a circle of parents', async () => {
    const { tracker, id } = await withTicket();
    const child = await tracker.create(
      ann,
      { title: 'Two', body: '', parent: id, due: '2026-12-01' },
      anew(),
    );
    expect(await tracker.get(ann, child.id)).toMatchObject({ parent: id, due: '2026-12-01' });
    const { rev } = await tracker.get(ann, id);
    await expect(tracker.update(ann, id, { parent: child.id }, { rev })).rejects.toThrow('below it');
    await expect(tracker.update(ann, id, { parent: id }, { rev })).rejects.toThrow('the ticket itself');
    const { changed } = await tracker.update(ann, child.id, { parent: '', due: '' }, child);
    expect(changed).toEqual([
      { field: 'due', before: '2026-12-01' },
      { field: 'parent', before: id },
    ]);
    expect(await tracker.get(ann, child.id)).not.toHaveProperty('parent');
  });

  it('claims for one, gives back to where it was, and ends with the ticket', async () => {
    const { tracker, id } = await withTicket();
    expect(await tracker.claim(ann, id, 60_000)).toMatchObject({ already: false });
    expect(await tracker.get(bob, id)).toMatchObject({
      claimedBy: 'ann',
      assignees: ['ann'],
      status: 'in_progress',
    });
    expect(await tracker.claim(ann, id, 60_000)).toMatchObject({ already: true, changed: [] });
    await expect(tracker.claim(bob, id, 60_000)).rejects.toThrow('held by "ann"');
    await expect(tracker.release(bob, id)).rejects.toThrow('held by "ann"');
    await tracker.release(ann, id);
    expect(await tracker.get(bob, id)).toMatchObject({ assignees: [], status: 'todo' });
    await expect(tracker.release(ann, id)).rejects.toThrow('not held by you');
    const { rev } = await tracker.claim(bob, id, 60_000);
    await tracker.transition(bob, id, { to: 'done', resolution: 'fixed' }, { rev });
    expect(await tracker.get(bob, id)).not.toHaveProperty('claimedBy');
    await expect(tracker.claim(ann, id, 60_000)).rejects.toThrow('nothing left to do');
  });

  it('lets a claim end with its time', async () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    const { tracker } = await openDesk({ clock: () => now });
    const { id } = await tracker.create(ann, { title: 'One', body: '' }, anew());
    await tracker.claim(ann, id, 60_000);
    now += 59_000;
    await expect(tracker.claim(bob, id, 60_000)).rejects.toThrow('until 2026-11-21T12:01:00Z');
    now += 1_000;
    expect(await tracker.claim(bob, id, 60_000)).toMatchObject({ already: false });
    // What bob has now is not ann's to give back.
    await expect(tracker.release(ann, id)).rejects.toThrow('held by "bob"');
  });

  it('links both ends, refuses circles, and tells both histories', async () => {
    const { tracker, id: one } = await withTicket();
    const { id: two } = await tracker.create(ann, { title: 'Two', body: '' }, anew());
    const { id: three } = await tracker.create(ann, { title: 'Three', body: '' }, anew());
    await tracker.link(ann, one, { relation: 'blocks', target: two });
    await tracker.link(ann, three, { relation: 'blocked_by', target: two });
    expect((await tracker.get(ann, two)).links).toEqual([
      { relation: 'blocked_by', target: one },
      { relation: 'blocks', target: three },
    ]);
    await expect(tracker.link(ann, three, { relation: 'blocks', target: one })).rejects.toThrow('already');
    await expect(tracker.link(ann, one, { relation: 'blocked_by', target: three })).rejects.toThrow(
      'already',
    );
    await expect(tracker.link(ann, one, { relation: 'relates_to', target: one })).rejects.toThrow('itself');
    expect((await tracker.link(ann, one, { relation: 'blocks', target: two })).changed).toEqual([]);
    const ready = async () =>
      (await tracker.search(ann, { ready: true }, { limit: 9 })).items.map(({ id }) => id);
    expect(await ready()).toEqual([one]);
    await tracker.link(ann, two, { relation: 'blocked_by', target: one, remove: true });
    expect(await ready()).toEqual([two, one]);
    const { items } = await tracker.history(ann, two, { limit: 9 });
    expect(items.map(({ what, changed }) => [what, changed[0]?.field])).toEqual([
      ['unlinked', 'blocked_by'],
      ['linked', 'blocks'],
      ['linked', 'blocked_by'],
      ['created', 'title'],
    ]);
  });

  it('ends a duplicate with a link to the other one', async () => {
    const { tracker, id, rev } = await withTicket();
    const { id: other } = await tracker.create(ann, { title: 'Same', body: '' }, anew());
    const { changed } = await tracker.transition(ann, id, { to: 'done', duplicateOf: other }, { rev });
    expect(changed.map(({ field, after }) => [field, after])).toEqual([
      ['status', 'done'],
      ['resolution', 'duplicate'],
      ['duplicates', other],
    ]);
    expect((await tracker.get(ann, other)).links).toEqual([{ relation: 'duplicated_by', target: id }]);
    await tracker.transition(ann, id, { to: 'todo' }, { rev: (await tracker.get(ann, id)).rev });
    expect(await tracker.get(ann, id)).not.toHaveProperty('resolution');
  });

  it('tells of changes of its tenant and projects, whoever made them', async () => {
    const { tracker, another, id } = await withTicket();
    const { tracker: other } = await another();
    const { tracker: pinned } = await another({ projects: ['WEB'] });
    const told: string[] = [];
    const elsewhere: string[] = [];
    const ofProject: string[] = [];
    await pinned.watch(ann, (ids) => ofProject.push(...ids));
    await tracker.watch(ann, (ids) => told.push(...ids));
    await tracker.watch(people.stranger, (ids) => elsewhere.push(...ids));
    await tracker.comment(ann, id, { body: 'x', visibility: 'internal' }, anew());
    await expect.poll(() => told, { timeout: 3_000 }).toEqual([id]);
    const { id: made } = await other.create(bob, { title: 'Two', body: '' }, anew());
    await expect.poll(() => told, { timeout: 3_000 }).toEqual([id, made]);
    await other.create(people.stranger, { title: 'Theirs', body: '' }, anew());
    await expect.poll(() => elsewhere, { timeout: 3_000 }).toEqual(['OPS-1']);
    expect(told).toEqual([id, made]);
    await other.create(ann, { project: 'WEB', title: 'Three', body: '' }, anew());
    await expect.poll(() => ofProject, { timeout: 3_000 }).toEqual(['WEB-1']);
  });

  it('answers an intent again, and keeps keys of people apart', async () => {
    const { tracker } = await openDesk();
    const draft = { title: 'One', body: '' };
    const make = (who: Who, key: string | undefined, hash: string) =>
      tracker.create(who, draft, { intent: { key, hash } });
    const first = await make(ann, 'k', 'h');
    expect(await make(ann, 'k', 'h')).toEqual({ ...first, replayed: true });
    await expect(make(ann, 'k', 'other')).rejects.toMatchObject({ code: 'conflict' });
    expect((await make(bob, 'k', 'h')).id).toBe('OPS-2');
    expect((await make(ann, undefined, 'key:k')).id).toBe('OPS-3');
    expect((await make(ann, 'key:k', 'h')).id).toBe('OPS-4');
    expect((await make(somebody('ann', 'globex'), 'k', 'h')).id).toBe('OPS-1');
    const comment = (id: string) =>
      tracker.comment(ann, id, { body: 'x', visibility: 'internal' }, { intent: { key: 'k', hash: id } });
    expect((await comment('OPS-1')).rev).toBe('2');
    expect((await comment('OPS-1')).replayed).toBe(true);
    expect((await comment('OPS-2')).replayed).toBeUndefined();
  });

  it('takes the same content for one ticket within a minute, whichever way the clock goes', async () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    const { tracker } = await openDesk({ clock: () => now });
    const make = async () =>
      (await tracker.create(ann, { title: 'One', body: '' }, { intent: { hash: 'h' } })).id;
    expect(await make()).toBe('OPS-1');
    now += 59_999;
    expect(await make()).toBe('OPS-1');
    now += 1;
    expect(await make()).toBe('OPS-2');
    now -= 30_000;
    expect(await make()).toBe('OPS-2');
    now -= 3_600_000;
    expect(await make()).toBe('OPS-3');
  });

  it('has times that never go back, and an order that does not need them', async () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    const { tracker } = await openDesk({ clock: () => now });
    const { id, rev } = await tracker.create(ann, { title: 'One', body: '' }, anew());
    await tracker.create(ann, { title: 'Two', body: '' }, anew());
    now -= 86_400_000;
    await tracker.update(ann, id, { title: 'One more' }, { rev });
    await tracker.comment(ann, id, { body: 'x', visibility: 'internal' }, anew());
    const ticket = await tracker.get(ann, id);
    expect(ticket.updated).toBe('2026-11-21T12:00:00Z');
    const times = (await tracker.history(ann, id, { limit: 9 })).items.map(({ at }) => at);
    expect([...times].sort()).toEqual([...times].reverse());
    expect((await tracker.comments(ann, id, { limit: 1 })).items[0]?.at).toBe(ticket.updated);
    expect((await tracker.search(ann, {}, { limit: 9 })).items.map((it) => it.id)).toEqual([id, 'OPS-2']);
  });
}
