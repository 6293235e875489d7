import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { condition } from '../src/rest/phrase.ts';
import { profileOf } from '../src/rest/profiles.ts';
import { FaultProxy } from './fault-proxy.ts';
import { anew } from './own-desk.ts';
import { ann, openRest, stranger } from './rest-desk.ts';
import { hasRequestTracker, TestRequestTracker } from './rt-server.ts';
import { testFolder } from './sqlite-desk.ts';
import { trackerContract } from './tracker-contract.ts';

const TIME = { timeout: 60_000 };

describe.skipIf(!hasRequestTracker)('Request Tracker', TIME, () => {
  let rt: TestRequestTracker;
  let proxy: FaultProxy;
  beforeAll(async () => {
    rt = await TestRequestTracker.start();
    proxy = await FaultProxy.start(rt.url);
  }, 180_000);
  beforeEach(() => proxy.reset());
  afterAll(async () => {
    await proxy?.close();
    await rt?.stop();
  });

  const open = ({ name = 'ann1', ...more }: { name?: string; [option: string]: unknown } = {}) =>
    openRest({ tracker: 'rt', url: proxy.url, token: rt.tokens[name] ?? '', projects: ['General'], ...more });

  trackerContract('Request Tracker', async () => ({ tracker: await open(), ann, bob: ann, stranger }));

  const draft = { title: 'Printer jams', body: 'On floor two.\nEvery day.', priority: 'High' };
  const made = async (more: object = {}) => {
    const tracker = await open();
    return { tracker, ...(await tracker.create(ann, { ...draft, ...more }, anew())) };
  };
  const numberOf = (id: string) => id.slice(id.lastIndexOf('-') + 1);

  describe('a change', () => {
    it('is refused by Request Tracker itself where somebody is faster, with who did what', async () => {
      const { tracker, id, rev } = await made();
      proxy.fail({
        method: 'PUT',
        path: /\/ticket\/\d+$/,
        meanwhile: () => rt.as('PUT', `/ticket/${numberOf(id)}`, { Subject: 'Printer burns' }),
      });
      const late = await tracker.update(ann, id, { title: 'Printer sings' }, { rev }).catch((error) => error);
      expect(late).toMatchObject({ code: 'conflict' });
      expect(late.message).toContain(
        'Since then: updated by "root" (title "Printer jams" → "Printer burns").',
      );
      expect(proxy.writes.at(-1)?.headers['if-match']).toBe(`"${rev}"`);
      expect(await tracker.get(ann, id)).toMatchObject({ title: 'Printer burns' });
    });

    it('of a state that is gone is not sent, a comment included', async () => {
      const { tracker, id, rev } = await made();
      await rt.as('POST', `/ticket/${numberOf(id)}/comment`, { Content: 'psst', ContentType: 'text/plain' });
      proxy.reset();
      const late = tracker.update(ann, id, { title: 'x' }, { rev });
      await expect(late).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('commented by "root"'),
      });
      expect(proxy.writes).toEqual([]);
    });

    it('is what is there afterwards, whatever was answered', async () => {
      const { tracker, id, rev } = await made();
      proxy.fail({
        method: 'PUT',
        path: /\/ticket\/\d+$/,
        rewrite: (body) => ({ ...(body as object), Owner: 'nobody-of-that-name' }),
      });
      const changed = await tracker.update(ann, id, { addAssignees: ['ann'], priority: 'Low' }, { rev });
      expect(changed).toMatchObject({
        dropped: ['assignees'],
        changed: [{ field: 'priority', before: 'High', after: 'Low' }],
      });
      const no = tracker.update(ann, id, { addAssignees: ['carl'] }, { rev: changed.rev });
      await expect(no).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('That user does not exist'),
      });
      expect((await tracker.get(ann, id)).assignees).toEqual([]);
    });

    it('whose answer is lost is found, and sent once', async () => {
      const { tracker, id, rev } = await made();
      proxy.reset();
      proxy.fail({ method: 'PUT', path: /\/ticket\/\d+$/, reset: 'after' });
      const changed = await tracker.update(ann, id, { title: 'Found' }, { rev });
      expect(changed.changed).toEqual([{ field: 'title', before: draft.title, after: 'Found' }]);
      proxy.fail({ method: 'PUT', path: /\/ticket\/\d+$/, reset: 'before' });
      const lost = tracker.update(ann, id, { title: 'Lost' }, { rev: changed.rev });
      await expect(lost).rejects.toMatchObject({ code: 'upstream', retryable: false });
      expect(proxy.writes).toHaveLength(2);
    });

    it('is not sent where nothing says which state it is of', async () => {
      const { tracker, id } = await made();
      const hidden = { method: 'GET', path: /\/ticket\/\d+$/, hides: 'etag', times: 9 };
      proxy.reset();
      proxy.fail(hidden);
      await expect(tracker.claim?.(ann, id, 60_000)).rejects.toMatchObject({ code: 'upstream' });
      const { rev } = await tracker.get(ann, id);
      await expect(tracker.update(ann, id, { title: 'x' }, { rev })).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(proxy.writes).toEqual([]);
    });

    it('of a text, which Request Tracker keeps for ever, is refused', async () => {
      const { tracker, id, rev } = await made();
      const refused = tracker.update(ann, id, { body: 'Other' }, { rev });
      await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
      expect(await tracker.get(ann, id)).toMatchObject({ body: draft.body, rev });
    });

    it('sets and takes away a day', async () => {
      const { tracker, id, rev } = await made({ due: '2026-12-24' });
      expect(await tracker.get(ann, id)).toMatchObject({ due: '2026-12-24' });
      const without = await tracker.update(ann, id, { due: '' }, { rev });
      expect(without.changed).toEqual([{ field: 'due', before: '2026-12-24' }]);
    });
  });

  describe('a comment', () => {
    it('is for the team or for who asked, by the way it is sent', async () => {
      const { tracker, id } = await made();
      const inside = await tracker.comment(ann, id, { body: 'He is drunk.', visibility: 'internal' }, anew());
      const outside = await tracker.comment(ann, id, { body: 'We look.', visibility: 'public' }, anew());
      expect([inside.changed[1], outside.changed[1]]).toEqual([
        { field: 'visibility', after: 'internal' },
        { field: 'visibility', after: 'public' },
      ]);
      const paths = proxy.writes.map(({ path }) => path.split('/').at(-1));
      expect(paths.slice(-2)).toEqual(['comment', 'correspond']);
      const { items } = (await rt.as(
        'GET',
        `/ticket/${numberOf(id)}/history?fields=Type,Creator&orderby=id&order=DESC`,
      )) as { items: { Type: string; Creator: { id: string } }[] };
      const types = items.map(({ Type, Creator }) => `${Type} ${Creator.id}`);
      expect(types).toEqual(expect.arrayContaining(['Comment ann', 'Correspond ann']));
      const { items: read } = await tracker.comments(ann, id, { limit: 5 });
      expect(read.map(({ body, visibility, author }) => [body, visibility, author.name])).toEqual([
        ['We look.', 'public', 'ann'],
        ['He is drunk.', 'internal', 'ann'],
      ]);
    });

    it('whose answer is lost is found, and that of somebody else is not taken for it', async () => {
      const { tracker, id } = await made();
      const POST = { method: 'POST', path: /\/comment$/ };
      proxy.reset();
      proxy.fail({ ...POST, reset: 'after' });
      const note = { body: 'Looking.', visibility: 'internal' } as const;
      expect((await tracker.comment(ann, id, note, anew())).changed[0]?.field).toBe('comment');
      await rt.as('POST', `/ticket/${numberOf(id)}/comment`, {
        Content: 'Looking.',
        ContentType: 'text/plain',
      });
      proxy.fail({ ...POST, reset: 'before' });
      const lost = tracker.comment(ann, id, note, anew());
      await expect(lost).rejects.toMatchObject({ code: 'upstream' });
      expect(proxy.writes).toHaveLength(2);
      expect((await tracker.comments(ann, id, { limit: 5 })).total ?? 2).toBe(2);
    });
  });

  describe('a ticket', () => {
    it('whose answer is lost is found by its title, text and author, and made once', async () => {
      const tracker = await open();
      proxy.fail({ method: 'POST', path: /\/ticket$/, reset: 'after' });
      const one = { title: 'Lost and found', body: 'Here.' };
      const { id } = await tracker.create(ann, one, anew());
      expect(await tracker.get(ann, id)).toMatchObject(one);
      expect(proxy.writes).toHaveLength(1);
      await rt.as('POST', '/ticket', {
        Queue: 'General',
        Subject: 'Not mine',
        Content: 'x',
        ContentType: 'text/plain',
      });
      proxy.fail({ method: 'POST', path: /\/ticket$/, reset: 'before' });
      const lost = tracker.create(ann, { title: 'Not mine', body: 'x' }, anew());
      await expect(lost).rejects.toMatchObject({ code: 'upstream', retryable: false });
    });

    it('is one of its queue: what is elsewhere, or merged into another, is not there', async () => {
      const both = await open({ projects: ['General', 'Secret'] });
      const secret = await both.create(ann, { title: 'Secret', body: '', project: 'Secret' }, anew());
      const [first, second] = [await made(), await made()];
      await rt.as('PUT', `/ticket/${numberOf(second.id)}`, { MergeInto: Number(numberOf(first.id)) });
      proxy.reset();
      const answer = (id: string) =>
        first.tracker.get(ann, id).then(
          () => 'found',
          ({ code, message }) => `${code} ${message}`.replace(id, 'ID'),
        );
      const unknown = await answer('General-99999');
      expect(unknown).toMatch(/^not_found/);
      for (const id of [
        `General-${numberOf(secret.id)}`,
        secret.id,
        second.id,
        'General-1/../../queue/1',
        'General-0',
      ]) {
        expect(await answer(id), id).toBe(unknown);
      }
      const note = { body: 'x', visibility: 'internal' } as const;
      const crossed = `General-${numberOf(secret.id)}`;
      await expect(first.tracker.comment(ann, crossed, note, anew())).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(
        first.tracker.update(ann, crossed, { title: 'x' }, { rev: secret.rev }),
      ).rejects.toMatchObject({ code: 'not_found' });
      expect(proxy.writes).toEqual([]);
      expect(await both.get(ann, secret.id)).toMatchObject({ title: 'Secret' });
      const theirs = await rt.as(
        'GET',
        "/tickets?query=Queue='Secret'&fields=Subject,Status,Queue,LastUpdated",
      );
      proxy.fail({ method: 'GET', path: /\/tickets$/, status: 200, body: JSON.stringify(theirs) });
      expect((await first.tracker.search(ann, {}, { limit: 5 })).items).toEqual([]);
    });

    it('is claimed by one, begun, and given back to where it was', async () => {
      const { tracker, id } = await made();
      const claimed = await tracker.claim?.(ann, id, 60_000);
      expect(claimed).toMatchObject({ already: false });
      expect(await tracker.get(ann, id)).toMatchObject({ status: 'open', assignees: ['ann'] });
      expect(await tracker.claim?.(ann, id, 60_000)).toMatchObject({ already: true });
      await tracker.release?.(ann, id);
      expect(await tracker.get(ann, id)).toMatchObject({ status: 'new', assignees: [] });
      proxy.fail({
        method: 'PUT',
        path: /\/ticket\/\d+$/,
        meanwhile: () => rt.as('PUT', `/ticket/${numberOf(id)}`, { Owner: 'root' }),
      });
      await expect(tracker.claim?.(ann, id, 60_000)).rejects.toMatchObject({ code: 'conflict' });
      await expect(tracker.claim?.(ann, id, 60_000)).rejects.toMatchObject({
        message: expect.stringContaining('is held by "root"'),
      });
      expect((await tracker.get(ann, id)).assignees).toEqual(['root']);
    });

    it('is likely a duplicate by its title and its text, which a list does not have', async () => {
      const { tracker, id } = await made({
        title: 'Coffee machine leaks oil',
        body: 'A puddle below it since Monday.',
      });
      const [found] = await tracker.similar(
        ann,
        { title: 'Coffee machine leaks oil', body: 'Since Monday a puddle is below it.' },
        3,
      );
      expect(found?.ticket.id).toBe(id);
      expect(found?.score).toBeGreaterThan(0.75);
    });

    it('stands in the list that it was last changed in, page by page, none twice', async () => {
      const tracker = await open();
      for (const at of [1, 2, 3, 4, 5])
        await tracker.create(ann, { title: `Page ${at} of many`, body: '' }, anew());
      const ids: string[] = [];
      let after: string | undefined;
      do {
        const page = await tracker.search(ann, { status: ['new'] }, { limit: 2, after });
        ids.push(...page.items.map(({ id }) => id));
        after = page.next;
        if (ids.length === 2)
          await rt.as('PUT', `/ticket/${numberOf(ids[1] ?? '')}`, { Subject: 'Changed meanwhile' });
      } while (after !== undefined);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThanOrEqual(5);
      const none = await tracker.search(ann, { updatedSince: '2100-01-01' }, { limit: 2 });
      expect(none.items).toEqual([]);
    });
  });

  describe('a permission that is missing', () => {
    it.each([
      ['ModifyTicket', async (tracker, id, rev) => tracker.update(ann, id, { title: 'x' }, { rev })],
      [
        'CommentOnTicket',
        async (tracker, id) => tracker.comment(ann, id, { body: 'x', visibility: 'internal' }, anew()),
      ],
      [
        'ReplyToTicket',
        async (tracker, id) => tracker.comment(ann, id, { body: 'x', visibility: 'public' }, anew()),
      ],
      ['CreateTicket', async (tracker) => tracker.create(ann, draft, anew())],
    ] as [
      string,
      (tracker: Awaited<ReturnType<typeof open>>, id: string, rev: string) => Promise<unknown>,
    ][])('is named: %s', async (permission, work) => {
      const { id, rev } = await made();
      const tracker = await open({ name: 'bob1' });
      const refused = await work(tracker, id, rev).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        code: 'forbidden',
        message: `The token may not do this in "General". It needs the permission "${permission}".`,
        hint: expect.stringMatching(/permission/i),
      });
    });

    it('hides a queue as if it were not there', async () => {
      const tracker = await open({ name: 'bob1', projects: ['Secret'] });
      await expect(tracker.search(ann, {}, { limit: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    });
  });

  describe('the token', () => {
    it('is read anew, once, and is never somebody else’s', async () => {
      const file = join(testFolder(), 'token');
      const [first = '', second = '', other = ''] = ['ann1', 'ann2', 'bob1'].map((name) => rt.tokens[name]);
      writeFileSync(file, second);
      const tracker = await open({ token: { file } });
      const { id, rev } = await tracker.create(ann, draft, anew());
      rt.revoke(second);
      await expect(tracker.get(ann, id)).rejects.toMatchObject({ code: 'forbidden' });
      writeFileSync(file, other);
      proxy.reset();
      const refused = tracker.update(ann, id, { title: 'x' }, { rev });
      await expect(refused).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('another'),
      });
      await expect(tracker.get(ann, id)).rejects.toMatchObject({ code: 'forbidden' });
      const asked = proxy.seen.filter(({ headers }) => headers.authorization === `token ${other}`);
      const whose = `/REST/2.0/user/${other.split('-')[1]}`;
      expect(asked.map(({ path }) => path)).toEqual([whose, whose]);
      writeFileSync(file, first);
      expect(await tracker.get(ann, id)).toMatchObject({ title: draft.title });
    });

    it('is refused at the start where it is nobody’s, or has no form', async () => {
      await expect(open({ token: '1-99-0123456789' })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(open({ token: 'nonsense' })).rejects.toMatchObject({ code: 'unavailable' });
    });
  });

  it('finds nothing else, whatever is looked for', { timeout: 120_000 }, async () => {
    const { quote } = profileOf('rt').search?.language ?? {};
    const { tracker } = await made({ title: "Can't say \\ or 'quote'" });
    const none = async (text: string) => {
      if (quote === undefined || /^CF\./i.test(text)) return;
      // Whatever stands between the quotes, nothing before the last condition can make it true.
      const query = `${condition('Subject = {value}', { value: text }, quote)} AND id < 0`;
      const url = `/tickets?query=${encodeURIComponent(query)}`;
      expect(await rt.as('GET', url), query).toMatchObject({ total: 0 });
    };
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc
        .array(fc.constantFrom("'", '"', '\\', ' OR ', 'id > 0', ')', '(', '\n', 'NULL', 'x'), {
          maxLength: 8,
        })
        .map((parts) => parts.join('')),
    );
    await fc.assert(fc.asyncProperty(hostile, none), { numRuns: 60 });
    for (const text of ["Can't", "'quote'", '"say \\ or"']) {
      const { items } = await tracker.search(ann, { text }, { limit: 5 });
      expect(
        items.map(({ title }) => title),
        text,
      ).toContain("Can't say \\ or 'quote'");
    }
    const field = tracker.search(ann, { text: 'CF.{Secret}' }, { limit: 5 });
    await expect(field).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await tracker.search(ann, { text: "zzz' OR id > '0" }, { limit: 5 })).items).toEqual([]);
  });
});
