import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaultProxy } from './fault-proxy.ts';
import { anew } from './own-desk.ts';
import { hasRedmine, TestRedmine } from './redmine-server.ts';
import { ann, openRest, stranger } from './rest-desk.ts';
import { testFolder } from './sqlite-desk.ts';
import { trackerContract } from './tracker-contract.ts';

const TIME = { timeout: 60_000 };

describe.skipIf(!hasRedmine)('Redmine', TIME, () => {
  let redmine: TestRedmine;
  let proxy: FaultProxy;
  beforeAll(async () => {
    redmine = await TestRedmine.start();
    proxy = await FaultProxy.start(redmine.url);
  }, 240_000);
  beforeEach(() => proxy.reset());
  afterAll(async () => {
    await proxy?.close();
    await redmine?.stop();
  });

  const open = ({ name = 'ann', ...more }: { name?: string; [option: string]: unknown } = {}) =>
    openRest({
      tracker: 'redmine',
      url: proxy.url,
      token: redmine.keys[name] ?? '',
      projects: ['web'],
      ...more,
    });

  trackerContract('Redmine', async () => ({ tracker: await open(), ann, bob: ann, stranger }));

  const draft = { title: 'Printer jams', body: 'On floor two.\nEvery day.', priority: 'High' };
  const made = async (more: object = {}) => {
    const tracker = await open();
    return { tracker, ...(await tracker.create(ann, { ...draft, ...more }, anew())) };
  };
  const numberOf = (id: string) => id.slice(id.lastIndexOf('-') + 1);
  const issueOf = (id: string) => `/issues/${numberOf(id)}.json`;
  const PUT = { method: 'PUT', path: /\/issues\/\d+\.json$/ };

  describe('the key', () => {
    it('is refused at the start where it is nobody’s, although Redmine answers whom it does not know', async () => {
      const anybody = await fetch(`${redmine.url}/issues.json`, { headers: { 'x-redmine-api-key': 'bad' } });
      expect(anybody.status).toBe(200);
      await expect(open({ token: 'bad' })).rejects.toMatchObject({ code: 'forbidden' });
      expect(proxy.seen.map(({ path }) => path)).toEqual(['/users/current.json']);
    });

    it('that is taken away ends the work; a newer one of the same account goes on with it', async () => {
      const file = join(testFolder(), 'key');
      writeFileSync(file, redmine.keys.cat ?? '');
      let now = Date.now();
      const tracker = await open({ token: { file }, clock: () => now });
      const { id, rev } = await tracker.create(ann, draft, anew());
      const newer = redmine.renewKey('cat');
      now += 11_000;
      await expect(tracker.search(ann, {}, { limit: 1 })).rejects.toMatchObject({ code: 'forbidden' });
      const write = tracker.update(ann, id, { title: 'x' }, { rev });
      await expect(write).rejects.toMatchObject({ code: 'forbidden' });
      writeFileSync(file, redmine.keys.bob ?? '');
      const other = tracker.update(ann, id, { title: 'x' }, { rev });
      await expect(other).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('another'),
      });
      expect(proxy.writes).toHaveLength(1);
      writeFileSync(file, newer);
      const changed = await tracker.update(ann, id, { title: 'Goes on' }, { rev });
      expect(changed.changed).toEqual([{ field: 'title', before: draft.title, after: 'Goes on' }]);
    });

    it('is asked about before a write, which is not sent where nothing is answered', async () => {
      const { tracker, id, rev } = await made();
      proxy.fail({ method: 'GET', path: /\/users\/current\.json$/, status: 500 });
      const write = tracker.update(ann, id, { title: 'x' }, { rev });
      await expect(write).rejects.toMatchObject({ code: 'unavailable', retryable: true });
      expect(proxy.writes).toHaveLength(1);
    });

    it('is what Redmine answers of an account, and stands nowhere all the same', async () => {
      proxy.fail({
        method: 'GET',
        path: /\/users\/current\.json$/,
        status: 403,
        body: `{"errors":["${redmine.keys.ann}"]}`,
      });
      const refused = await open().catch((error) => error);
      expect(JSON.stringify([refused.message, refused.hint, refused.cause])).not.toContain(redmine.keys.ann);
    });
  });

  describe('a change', () => {
    it('of a state that is gone is refused with who did what since, in names', async () => {
      const { tracker, id, rev } = await made();
      await redmine.as('bob', 'PUT', issueOf(id), { issue: { notes: 'I saw it too.' } });
      await redmine.as('ann', 'PUT', issueOf(id), {
        issue: { status_id: 2, priority_id: 5, subject: 'Printer burns' },
      });
      proxy.reset();
      const late = await tracker.update(ann, id, { title: 'x' }, { rev }).catch((error) => error);
      expect(late).toMatchObject({ code: 'conflict' });
      expect(late.message).toContain('Since then: commented by "Bob Test"; moved by "Ann Test" (');
      for (const told of [
        'status "New" → "In Progress"',
        'priority "High" → "Immediate"',
        'title "Printer jams" → "Printer burns"',
      ]) {
        expect(late.message).toContain(told);
      }
      expect(proxy.writes).toEqual([]);
    });

    it('may be overtaken between the look and the write: nothing is compared when Redmine writes', async () => {
      const { tracker, id, rev } = await made();
      expect(tracker.capabilities.revisions).toBe('best effort');
      const faster = () => redmine.as('ann', 'PUT', issueOf(id), { issue: { subject: 'Faster' } });
      proxy.fail({ ...PUT, meanwhile: faster });
      const changed = await tracker.update(ann, id, { priority: 'Low' }, { rev });
      expect(changed.changed.map(({ field }) => field)).toEqual(['title', 'priority']);
    });

    it('takes names, also of people, and tells those there are', async () => {
      const { tracker, id, rev } = await made({
        assignees: ['bob test'],
        type: 'Support',
        due: '2030-12-24',
      });
      const ticket = await tracker.get(ann, id);
      expect(ticket).toMatchObject({
        assignees: ['Bob Test'],
        type: 'Support',
        due: '2030-12-24',
        priority: 'High',
      });
      const change = { removeAssignees: ['Bob Test'], due: '', priority: 'Low', body: 'Other\ntext.' };
      const changed = await tracker.update(ann, id, change, { rev });
      expect(changed.changed).toEqual([
        { field: 'body' },
        { field: 'priority', before: 'High', after: 'Low' },
        { field: 'due', before: '2030-12-24' },
        { field: 'assignees', before: 'Bob Test' },
      ]);
      expect(await tracker.people?.(ann, 'b')).toEqual(['Bob Test']);
      for (const [wrong, told] of [
        [{ priority: 'Hot' }, 'Immediate, Urgent, High, Normal, Low'],
        [{ addAssignees: ['Zoe'] }, 'Ann Test, Bob Test, Cat Test'],
      ] as const) {
        const refused = await tracker.update(ann, id, wrong, { rev: changed.rev }).catch((error) => error);
        expect(refused.code).toBe('invalid_input');
        const names = (text: string) => text.split(', ').sort();
        expect(names(refused.hint.replace(/^There are: |\.$/g, ''))).toEqual(names(told));
      }
    });

    it('that Redmine leaves out without a word is told, and what would allow it', async () => {
      const { id, rev } = await made();
      const tracker = await open({ name: 'bob' });
      const refused = await tracker.update(ann, id, { title: 'x' }, { rev }).catch((error) => error);
      expect(refused).toMatchObject({ code: 'forbidden', message: expect.stringContaining('title') });
      expect(`${refused.message} ${refused.hint}`).toContain('Edit issues');
      const { tracker: own, ...mine } = await made();
      proxy.fail({
        ...PUT,
        rewrite: (body) => {
          const { priority_id: _, ...issue } = (body as { issue: Record<string, unknown> }).issue;
          return { issue };
        },
      });
      const half = await own.update(ann, mine.id, { title: 'New', priority: 'Low' }, { rev: mine.rev });
      expect(half).toMatchObject({ dropped: ['priority'], changed: [{ field: 'title' }] });
    });

    it('whose answer is lost is found, and sent once', async () => {
      const { tracker, id, rev } = await made();
      proxy.reset();
      proxy.fail({ ...PUT, reset: 'after' });
      const changed = await tracker.update(ann, id, { title: 'Found' }, { rev });
      expect(changed.changed).toHaveLength(1);
      proxy.fail({ ...PUT, status: 502 });
      const lost = tracker.update(ann, id, { title: 'Lost' }, { rev: changed.rev });
      await expect(lost).rejects.toMatchObject({ code: 'upstream', retryable: false });
      expect(proxy.writes).toHaveLength(2);
    });

    it('goes the ways that the ticket itself has for the account', async () => {
      const { tracker, id, rev } = await made();
      expect(await tracker.transition(ann, id, { to: 'Closed' }, { rev })).toMatchObject({
        changed: [{ field: 'status', before: 'New', after: 'Closed' }],
      });
      const bobs = await open({ name: 'bob' });
      const ticket = await bobs.get(ann, id);
      const refused = await bobs
        .transition(ann, id, { to: 'New' }, { rev: ticket.rev })
        .catch((error) => error);
      expect(refused).toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('cannot become'),
      });
      expect(proxy.writes).toHaveLength(2);
    });
  });

  describe('a comment', () => {
    it('for the team is seen by who may, and one for all by all', async () => {
      const { tracker, id } = await made();
      const inside = await tracker.comment(ann, id, { body: 'He is drunk.', visibility: 'internal' }, anew());
      const outside = await tracker.comment(ann, id, { body: 'We look.', visibility: 'public' }, anew());
      expect([inside.changed[1]?.after, outside.changed[1]?.after]).toEqual(['internal', 'public']);
      const shown = async (name: string) => {
        const { items } = await (await open({ name })).comments(ann, id, { limit: 5 });
        return items.map(({ body, visibility }) => `${visibility}: ${body}`);
      };
      expect(await shown('ann')).toEqual(['public: We look.', 'internal: He is drunk.']);
      expect(await shown('bob')).toEqual(['public: We look.']);
    });

    it('for the team is not sent where Redmine would show it to all', async () => {
      const { id } = await made();
      // What Redmine does when it is asked: the note is there, and no longer private.
      await redmine.as('bob', 'PUT', issueOf(id), { issue: { notes: 'seen by all', private_notes: true } });
      const tracker = await open({ name: 'bob' });
      const { items } = await tracker.comments(ann, id, { limit: 1 });
      expect(items[0]).toMatchObject({ visibility: 'public', body: 'seen by all' });
      proxy.reset();
      const secret = tracker.comment(ann, id, { body: 'secret', visibility: 'internal' }, anew());
      await expect(secret).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('"Set notes as private"'),
      });
      expect(proxy.writes).toEqual([]);
      const open_ = await tracker.comment(ann, id, { body: 'For all.', visibility: 'public' }, anew());
      expect(open_.changed[1]).toEqual({ field: 'visibility', after: 'public' });
    });

    it('that became another kind all the same is told so', async () => {
      const { tracker, id } = await made();
      proxy.fail({ ...PUT, rewrite: () => ({ issue: { notes: 'note', private_notes: false } }) });
      const written = await tracker.comment(ann, id, { body: 'note', visibility: 'internal' }, anew());
      expect(written).toMatchObject({
        dropped: ['visibility: internal'],
        changed: [{}, { field: 'visibility', after: 'public' }, {}],
      });
    });

    it('whose answer is lost is found, and not taken for that of somebody else', async () => {
      const { tracker, id } = await made();
      proxy.reset();
      const note = { body: 'Looking.', visibility: 'public' } as const;
      proxy.fail({ ...PUT, reset: 'after' });
      expect((await tracker.comment(ann, id, note, anew())).changed[0]?.field).toBe('comment');
      await redmine.as('bob', 'PUT', issueOf(id), { issue: { notes: 'Looking.' } });
      proxy.fail({ ...PUT, reset: 'before' });
      await expect(tracker.comment(ann, id, note, anew())).rejects.toMatchObject({ code: 'upstream' });
      expect(proxy.writes).toHaveLength(2);
    });
  });

  describe('a ticket', () => {
    it('whose answer is lost is found, and made once', async () => {
      const tracker = await open();
      const POST = { method: 'POST', path: /\/issues\.json$/ };
      proxy.fail({ ...POST, reset: 'after' });
      const one = { title: 'Lost and found', body: 'Here.\nAnd there.' };
      const { id } = await tracker.create(ann, one, anew());
      expect(await tracker.get(ann, id)).toMatchObject(one);
      await redmine.as('bob', 'POST', '/issues.json', {
        issue: { project_id: 'web', subject: 'Not mine', description: 'x' },
      });
      proxy.fail({ ...POST, reset: 'before' });
      const lost = tracker.create(ann, { title: 'Not mine', body: 'x' }, anew());
      await expect(lost).rejects.toMatchObject({ code: 'upstream', retryable: false });
      expect(proxy.writes).toHaveLength(2);
    });

    it('whose answer is lost is found, as is a comment, where the clock of this machine is ten minutes fast', async () => {
      const tracker = await open({ clock: () => Date.now() + 10 * 60_000 });
      proxy.fail({ method: 'POST', path: /\/issues\.json$/, reset: 'after' });
      const { id } = await tracker.create(ann, { title: 'Fast clock', body: 'Here.' }, anew());
      proxy.fail({ ...PUT, reset: 'after' });
      const note = { body: 'Looking.', visibility: 'public' } as const;
      expect((await tracker.comment(ann, id, note, anew())).changed[0]?.field).toBe('comment');
      expect(proxy.writes).toHaveLength(2);
    });

    it('that was there is not taken for a new one without a word', async () => {
      const { tracker, id } = await made();
      const body = JSON.stringify({ issue: { id: Number(numberOf(id)) } });
      proxy.fail({ method: 'POST', path: /\/issues\.json$/, status: 201, body });
      const written = await tracker.create(ann, { title: 'A new one', body: 'Of now.' }, anew());
      expect(written).toMatchObject({ id, dropped: ['title', 'body'] });
    });

    it('is one of its project: what is elsewhere is not there, and is not written to', async () => {
      const both = await open({ projects: ['web', 'secret'] });
      const secret = await both.create(ann, { title: 'Treasure', body: '', project: 'secret' }, anew());
      const tracker = await open();
      proxy.reset();
      const answer = (id: string) =>
        tracker.get(ann, id).then(
          () => 'found',
          ({ code, message }) => `${code} ${message}`.replace(id, 'ID'),
        );
      const unknown = await answer('web-99999');
      for (const id of [`web-${numberOf(secret.id)}`, secret.id, 'web-1/../../users/1']) {
        expect(await answer(id), id).toBe(unknown);
      }
      const crossed = `web-${numberOf(secret.id)}`;
      const note = { body: 'x', visibility: 'public' } as const;
      await expect(tracker.comment(ann, crossed, note, anew())).rejects.toMatchObject({ code: 'not_found' });
      expect(proxy.writes).toEqual([]);
      const { items } = await tracker.search(ann, { text: 'Treasure' }, { limit: 5 });
      expect(items).toEqual([]);
      const bobs = await open({ name: 'bob', projects: ['secret'] });
      await expect(bobs.search(ann, {}, { limit: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('is found by words that all occur, without those that must not', async () => {
      const { tracker, id } = await made({ title: 'Elevator stops between floors', body: 'Bell rings.' });
      const found = async (text: string) =>
        (await tracker.search(ann, { text }, { limit: 5 })).items.map((one) => one.id);
      expect(await found('elevator bell')).toEqual([id]);
      expect(await found('"between floors"')).toEqual([id]);
      expect(await found('elevator -bell')).toEqual([]);
      expect(await found('elevator "floors between"')).toEqual([]);
      expect(await found('elevator project_id=secret')).toEqual([]);
      const [similar] = await tracker.similar(
        ann,
        { title: 'Elevator stops between floors', body: 'It rings.' },
        3,
      );
      expect(similar?.ticket.id).toBe(id);
      expect(similar?.score).toBeGreaterThan(0.75);
    });

    it('is found behind many that are not meant', async () => {
      const { tracker, id } = await made({ title: 'Needle among many' });
      const noise = { project_id: 'web', subject: 'Noise of many' };
      for (let at = 0; at < 25; at += 1) await redmine.as('ann', 'POST', '/issues.json', { issue: noise });
      const ids: string[] = [];
      let [after, pages] = [undefined as string | undefined, 0];
      do {
        const page = await tracker.search(ann, { text: 'many -noise' }, { limit: 1, after });
        ids.push(...page.items.map((one) => one.id));
        after = page.next;
        pages += 1;
      } while (after !== undefined && pages < 20);
      expect(ids).toContain(id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('stands in the list that it was last changed in, page by page, none twice', async () => {
      const tracker = await open();
      const since = new Date(Date.now() - 3_600_000).toISOString();
      for (const at of [1, 2, 3, 4, 5])
        await tracker.create(ann, { title: `Page ${at} of many`, body: '' }, anew());
      const ids: string[] = [];
      let after: string | undefined;
      do {
        const page = await tracker.search(ann, { kind: 'open', updatedSince: since }, { limit: 2, after });
        ids.push(...page.items.map(({ id }) => id));
        after = page.next;
        if (ids.length === 2) {
          await redmine.as('ann', 'PUT', issueOf(ids[1] ?? ''), { issue: { subject: 'Changed meanwhile' } });
        }
      } while (after !== undefined);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThanOrEqual(5);
    });

    it('is claimed, begun and given back', async () => {
      const { tracker, id } = await made();
      expect(await tracker.claim?.(ann, id, 60_000)).toMatchObject({ already: false });
      expect(await tracker.get(ann, id)).toMatchObject({ status: 'In Progress', assignees: ['Ann Test'] });
      const cat = await open({
        name: 'cat',
        token: { command: [process.execPath, '-e', `console.log('${redmine.keys.admin}')`] },
      });
      await expect(cat.claim?.(ann, id, 60_000)).rejects.toMatchObject({ code: 'conflict' });
      await tracker.release?.(ann, id);
      expect(await tracker.get(ann, id)).toMatchObject({ status: 'New', assignees: [] });
    });
  });
});
