import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ann, openGithub } from './github-desk.ts';
import { GithubHost } from './github-host.ts';
import { anew } from './own-desk.ts';

let host: GithubHost;
beforeAll(async () => {
  host = await GithubHost.start();
});
beforeEach(() => host.reset());
afterEach(() => expect(host.wrong).toEqual([]));
afterAll(() => host.close());

const ISSUE = '/repos/acme/web/issues/1';

async function withTicket(more: object = {}) {
  const tracker = await openGithub(host);
  const made = await tracker.create(ann, { title: 'One', body: 'text', ...more }, anew());
  host.seen.length = 0;
  return { tracker, ...made };
}

describe('A change', () => {
  it('adds and takes away, and loses nothing that others have added', async () => {
    const { tracker, id, rev } = await withTicket({ labels: ['a', 'b'], assignees: ['ann'] });
    // Between the look and the change somebody else is at work.
    host.fail({
      method: 'POST',
      path: /\/labels$/,
      meanwhile: () => host.as('bob', 'POST', `${ISSUE}/labels`, { labels: ['theirs'] }),
    });
    const change = {
      addLabels: ['c', 'A'],
      removeLabels: ['b', 'gone'],
      addAssignees: ['bob'],
      removeAssignees: ['ann'],
    };
    await tracker.update(ann, id, change, { rev });
    expect(await tracker.get(ann, id)).toMatchObject({ labels: ['a', 'c', 'theirs'], assignees: ['bob'] });
    expect(host.writes.map(({ method }) => method)).toEqual(['POST', 'DELETE', 'POST', 'DELETE']);
  });

  it('is refused where the ticket is another one by then, with who did what', async () => {
    const { tracker, id, rev } = await withTicket();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await host.as('bob', 'PATCH', ISSUE, { title: 'Two', body: 'other', labels: ['bug'] });
    const late = await tracker.update(ann, id, { title: 'Three' }, { rev }).catch((error) => error);
    expect(late).toMatchObject({ code: 'conflict' });
    expect(late.message).toMatch(/updated by "bob" \(labels nothing → "bug"\)/);
    expect(late.message).toMatch(/changed by "somebody" \(title "One" → "Two", body\)/);
    expect(host.writes).toEqual([]);
    // What this process has not shown is told of the timeline alone.
    const other = await openGithub(host);
    const told = await other.transition(ann, id, { to: 'closed' }, { rev }).catch((error) => error);
    expect(told.message).toContain('labels nothing → "bug"');
    await expect(other.update(ann, id, { title: 'x' }, { rev: 'nonsense' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('gives another rev for whatever happens, also within one second', async () => {
    const { tracker, id, rev } = await withTicket();
    const revs = [rev];
    const now = async () => (await tracker.get(ann, id)).rev;
    for (const write of [
      () => host.as('bob', 'PATCH', ISSUE, { body: 'other' }),
      () => host.as('bob', 'POST', `${ISSUE}/comments`, { body: 'x' }),
      () => host.as('bob', 'POST', `${ISSUE}/labels`, { labels: ['x'] }),
      () => host.as('bob', 'POST', `${ISSUE}/assignees`, { assignees: ['bob'] }),
      () => host.as('bob', 'PATCH', ISSUE, { state: 'closed' }),
    ]) {
      await write();
      revs.push(await now());
    }
    expect(new Set(revs).size).toBe(revs.length);
    expect((await tracker.search(ann, {}, { limit: 1 })).items[0]?.rev).toBe(revs.at(-1));
  });

  it('of nothing sends nothing', async () => {
    const { tracker, id, rev } = await withTicket({ labels: ['a'] });
    const same = { title: 'One', body: 'text', addLabels: ['a'], removeLabels: ['z'] };
    expect(await tracker.update(ann, id, same, { rev })).toMatchObject({ rev, changed: [] });
    expect(host.writes).toEqual([]);
  });

  it('of what GitHub has not is refused, with what there is', async () => {
    const { tracker, id, rev } = await withTicket();
    const refused = (change: object) => tracker.update(ann, id, change, { rev }).catch((error) => error);
    expect(await refused({ addAssignees: ['cat'] })).toMatchObject({
      code: 'invalid_input',
      hint: 'There are: ann, bob.',
    });
    expect(await refused({ addAssignees: ['../../../user'] })).toMatchObject({ code: 'invalid_input' });
    for (const field of ['priority', 'type', 'due', 'parent']) {
      expect(await refused({ [field]: 'x' }), field).toMatchObject({ code: 'invalid_input' });
    }
    const internal = tracker.comment(ann, id, { body: 'x', visibility: 'internal' }, anew());
    await expect(internal).rejects.toMatchObject({ code: 'invalid_input' });
    const odd = (move: object) =>
      tracker
        .transition(ann, id, move as { to: string }, { rev })
        .catch(({ code, hint }) => `${code} ${hint}`);
    expect(await odd({ to: 'closed', resolution: 'fixed' })).toBe(
      'invalid_input There are: completed, not_planned, duplicate.',
    );
    expect(await odd({ to: 'open' })).toBe('invalid_input It can become: closed.');
    expect(await odd({ to: 'open', resolution: 'completed' })).toMatch(/^invalid_input Leave it out/);
    expect(await odd({ to: 'closed', duplicateOf: id })).toMatch(/^invalid_input/);
    expect(await odd({ to: 'closed', duplicateOf: 'web-99' })).toMatch(/^not_found/);
    expect(host.writes).toEqual([]);
  });

  it('is not begun where the caller has gone', async () => {
    const { tracker, id, rev } = await withTicket();
    const signal = AbortSignal.abort();
    for (const call of [
      tracker.update(ann, id, { title: 'x' }, { rev, signal }),
      tracker.create(ann, { title: 'x', body: '' }, { ...anew(), signal }),
      tracker.comment(ann, id, { body: 'x', visibility: 'public' }, { ...anew(), signal }),
      tracker.claim(ann, id, 1000, { signal }),
      tracker.get(ann, id, { signal }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    }
    expect(host.writes).toEqual([]);
  });
});

describe('An end', () => {
  it('has its reason, and none once it is open again', async () => {
    const { tracker, id, rev } = await withTicket();
    const closed = await tracker.transition(ann, id, { to: 'closed', resolution: 'not_planned' }, { rev });
    expect(closed.changed).toEqual([
      { field: 'status', before: 'open', after: 'closed' },
      { field: 'resolution', after: 'not_planned' },
    ]);
    expect(await tracker.get(ann, id)).toMatchObject({ status: 'closed', resolution: 'not_planned' });
    await tracker.transition(ann, id, { to: 'open' }, { rev: closed.rev });
    expect(await tracker.get(ann, id)).not.toHaveProperty('resolution');
  });
});

describe('A claim', () => {
  it('assigns, is given back, and is refused where somebody has it', async () => {
    const { tracker, id } = await withTicket();
    const claimed = await tracker.claim(ann, id, 1000);
    expect(claimed).toMatchObject({ already: false, changed: [{ field: 'assignees', after: 'ann' }] });
    expect(await tracker.claim(ann, id, 1000)).toMatchObject({ already: true, changed: [] });
    const bob = await openGithub(host, { login: 'bob' });
    await expect(bob.claim(ann, id, 1000)).rejects.toMatchObject({ code: 'conflict' });
    await expect(bob.release(ann, id)).rejects.toMatchObject({ code: 'conflict' });
    expect(host.writes).toHaveLength(1);
    expect((await tracker.release(ann, id)).changed).toEqual([{ field: 'assignees', before: 'ann' }]);
    await expect(tracker.release(ann, id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await bob.claim(ann, id, 1000)).toMatchObject({ already: false });
  });

  it('of two who come at once goes to the first', async () => {
    const { tracker, id } = await withTicket();
    const bob = await openGithub(host, { login: 'bob' });
    const path = /\/assignees$/;
    // Both have seen that it is free when the first of them takes it.
    host.fail({
      method: 'POST',
      path,
      meanwhile: () => host.as('bob', 'POST', `${ISSUE}/assignees`, { assignees: ['bob'] }),
    });
    await expect(tracker.claim(ann, id, 1000)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"bob"'),
    });
    expect(await bob.get(ann, id)).toMatchObject({ assignees: ['bob'] });
    const both = await Promise.allSettled([tracker, bob].map(async (one) => one.claim(ann, id, 1000)));
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('is refused for what is closed, and where GitHub does not assign', async () => {
    const { tracker, id } = await withTicket();
    host.fail({ method: 'POST', path: /\/assignees$/, without: ['assignees'] });
    await expect(tracker.claim(ann, id, 1000)).rejects.toMatchObject({ code: 'forbidden' });
    await host.as('ann', 'PATCH', ISSUE, { state: 'closed' });
    await expect(tracker.claim(ann, id, 1000)).rejects.toMatchObject({ code: 'conflict' });
  });
});
