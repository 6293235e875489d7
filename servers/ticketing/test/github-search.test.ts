import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { personOf } from '../src/github/person.ts';
import { repositoriesOf } from '../src/github/repository.ts';
import { searchText } from '../src/github/search-text.ts';
import { ann, openGithub, stranger } from './github-desk.ts';
import { GithubHost } from './github-host.ts';
import { anew } from './own-desk.ts';

let host: GithubHost;
beforeAll(async () => {
  host = await GithubHost.start();
});
beforeEach(() => host.reset());
afterEach(() => expect(host.wrong).toEqual([]));
afterAll(() => host.close());

const open = (number: number, more: object = {}) =>
  host.as('ann', 'POST', '/repos/acme/web/issues', { title: `Ticket ${number}`, body: '', ...more });

/** An issue as GitHub's list has it, of a second. */
async function issuesAt(seconds: readonly number[]) {
  const raw = (await open(0)) as Record<string, unknown>;
  return seconds.map((second, at) => ({
    ...raw,
    number: at + 1,
    updated_at: new Date(1_700_000_000_000 + second * 1000).toISOString(),
  }));
}

describe('What is looked for', () => {
  const [web] = repositoriesOf(['acme/web']);
  const text = (words: string, more: object = {}) =>
    web && searchText(web, { text: words, ...more }, 'open').replace(/ in:title,body is:issue/, ' …');

  it('stands between quotes, so that nothing leads out of the repository', () => {
    expect(text('login -umlaut "a phrase"')).toBe(
      '"login" "a phrase" NOT "umlaut" … repo:acme/web state:open',
    );
    expect(text('repo:acme/secret x" repo:acme/secret')).toBe(
      '"repo:acme/secret" "x" "repo:acme/secret" … repo:acme/web state:open',
    );
    expect(text('x', { labels: ['a" repo:b/c'], assignee: 'bob', updatedSince: '2026-11-01' })).toBe(
      '"x" … repo:acme/web state:open label:"a  repo:b/c" assignee:"bob" updated:>=2026-11-01T00:00:00Z',
    );
  });

  it('is refused where GitHub cannot look for it', () => {
    for (const words of ['begin*', '-only', '"', 'word '.repeat(60), 'a -b -c -d -e -f -g']) {
      expect(() => text(words), words).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    }
  });

  it('is not shown from another repository, whatever GitHub answers', async () => {
    const tracker = await openGithub(host);
    const issue = await open(1);
    const foreign = { ...issue, number: 2, repository_url: `${host.url}/repos/acme/secret` };
    const pull = { ...issue, number: 3, pull_request: { url: 'x' } };
    const items = [foreign, pull, issue];
    const body = { total_count: 3, incomplete_results: false, items };
    host.fail({ method: 'GET', path: /search/, status: 200, body });
    const found = await tracker.search(ann, { text: 'Ticket' }, { limit: 5 });
    expect(found.items.map(({ id }) => id)).toEqual(['web-1']);
    expect(found.total).toBeUndefined();
    host.fail({ method: 'GET', path: /issues$/, status: 200, body: items });
    expect((await tracker.search(ann, {}, { limit: 5 })).items.map(({ id }) => id)).toEqual(['web-1']);
  });

  it('is nothing for another tenant, which is not told of projects either', async () => {
    const tracker = await openGithub(host);
    await open(1);
    expect(await tracker.search(stranger, {}, { limit: 5 })).toEqual({ items: [], total: 0 });
    expect(await tracker.search(stranger, { project: 'x' }, { limit: 5 })).toEqual({ items: [], total: 0 });
    expect(await tracker.people(stranger, '')).toEqual([]);
    const draft = { title: 'Ticket 1', body: '' };
    for (const asked of [
      tracker.create(stranger, draft, anew()),
      tracker.similar(stranger, draft, 5),
      tracker.labels(stranger, undefined),
      tracker.comments(stranger, 'web-1', { limit: 5 }),
      tracker.history(stranger, 'web-1', { limit: 5 }),
      tracker.claim(stranger, 'web-1', 1000),
      tracker.workflow(stranger, 'web'),
    ]) {
      const refused = await asked.then(
        () => undefined,
        (error) => error,
      );
      expect(refused).toMatchObject({ code: 'not_found' });
      expect(`${refused.message} ${refused.hint}`).not.toContain('acme');
    }
    expect(host.seen).toEqual([]);
  });

  it('is ready where nothing blocks it any more', async () => {
    const tracker = await openGithub(host);
    const issue = await open(1);
    const blocked = { ...issue, number: 2, issue_dependencies_summary: { blocked_by: 1 } };
    host.fail({ method: 'GET', path: /issues$/, status: 200, body: [blocked, issue] });
    expect((await tracker.search(ann, { ready: true }, { limit: 5 })).items.map(({ id }) => id)).toEqual([
      'web-1',
    ]);
    const body = { total_count: 2, incomplete_results: false, items: [blocked, issue] };
    host.fail({ method: 'GET', path: /search/, status: 200, body });
    const found = await tracker.search(ann, { ready: true, text: 'Ticket' }, { limit: 5 });
    expect(found.items.map(({ id }) => id)).toEqual(['web-1']);
  });

  it('has the conditions of a query', async () => {
    const tracker = await openGithub(host);
    await open(1, { labels: ['bug'], assignees: ['bob'] });
    await open(2, { labels: ['bug', 'ui'] });
    await host.as('ann', 'PATCH', '/repos/acme/web/issues/2', { state: 'closed' });
    await open(3);
    const found = async (query: object) =>
      (await tracker.search(ann, query, { limit: 9 })).items
        .map(({ id }) => id)
        .sort()
        .join(' ');
    expect(await found({})).toBe('web-1 web-2 web-3');
    expect(await found({ status: ['closed'] })).toBe('web-2');
    expect(await found({ kind: 'open' })).toBe('web-1 web-3');
    expect(await found({ kind: 'active' })).toBe('');
    expect(await found({ labels: ['bug'] })).toBe('web-1 web-2');
    expect(await found({ labels: ['bug', 'ui'] })).toBe('web-2');
    expect(await found({ assignee: 'bob' })).toBe('web-1');
    expect(await found({ ready: true })).toBe('web-3');
    expect(await found({ updatedSince: '2999-01-01' })).toBe('');
    const limits = { status: ['done'], priority: 'high', type: 'bug', parent: 'web-1', labels: ['a,b'] };
    for (const [field, value] of Object.entries(limits)) {
      await expect(found({ [field]: value }), field).rejects.toMatchObject({ code: 'invalid_input' });
    }
    expect(await found({ ready: true, assignee: 'bob' })).toBe('');
    await expect(found({ project: 'secret' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('Pages of a list', () => {
  /** All pages, where the list is another one at each request. */
  async function read(lists: readonly (readonly object[])[], limit: number) {
    const tracker = await openGithub(host);
    const ids: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 20; page += 1) {
      const list = lists[Math.min(page, lists.length - 1)] ?? [];
      for (const at of [1, 2, 3]) {
        host.fail({
          method: 'GET',
          path: /issues$/,
          query: new RegExp(`[?&]page=${at}\\b`),
          status: 200,
          body: list.slice((at - 1) * 100, at * 100),
          times: 9,
        });
      }
      const found = await tracker.search(ann, {}, { limit, after });
      host.heal();
      ids.push(...found.items.map(({ id }) => id));
      after = found.next;
      if (after === undefined) return ids;
    }
    return ids;
  }

  it('hold every ticket once', async () => {
    const list = await issuesAt(Array.from({ length: 230 }, (_, at) => 1000 - Math.floor(at / 3)));
    const ids = await read([list], 50);
    expect(ids).toEqual(list.map(({ number }) => `web-${number}`));
  });

  it('hold none twice where something comes to the front, and leave none out where something goes', async () => {
    const list = await issuesAt(Array.from({ length: 130 }, (_, at) => 1000 - at));
    const changed = { ...(list[125] as object), updated_at: new Date(1_700_001_900_000).toISOString() };
    const moved = [changed, ...list.filter((_, at) => at !== 125)];
    const first = await read([list, moved], 50);
    expect(new Set(first).size).toBe(first.length);
    // The one that changed came to the front, behind the reader.
    expect(first).toHaveLength(129);
    const long = await issuesAt(Array.from({ length: 230 }, (_, at) => 1000 - at));
    const gone = long.filter((_, at) => at > 30);
    expect(await read([long, long, long, gone], 40)).toEqual(long.map(({ number }) => `web-${number}`));
  });

  it('pass over pull requests, however many', async () => {
    const list = await issuesAt(Array.from({ length: 130 }, (_, at) => 1000 - at));
    const pulls = list.map((one, at) => (at < 120 ? { ...one, pull_request: {} } : one));
    expect(await read([pulls], 20)).toEqual(list.slice(120).map(({ number }) => `web-${number}`));
  });
});

describe('What is told of a ticket', () => {
  it('costs a tenth of what GitHub answers', async () => {
    const tracker = await openGithub(host);
    const body = 'When I type ü into the password field, the form says that it is wrong. '.repeat(2);
    for (const at of [1, 2, 3, 4, 5]) await open(at, { labels: ['bug', 'ui'], assignees: ['bob'], body });
    host.answers.length = 0;
    const { items } = await tracker.search(ann, {}, { limit: 5 });
    const raw = encode(host.answers.at(-1)?.text ?? '').length;
    const brief = encode(JSON.stringify(items)).length;
    expect(items).toHaveLength(5);
    expect(brief * 10).toBeLessThanOrEqual(raw);
    expect(brief / items.length).toBeLessThan(75);
    const ticket = await tracker.get(ann, 'web-1');
    const one = encode(host.answers.at(-1)?.text ?? '').length;
    const { body: text, ...rest } = ticket;
    // The text is the ticket's own, and as long as it is.
    expect(encode(JSON.stringify(rest)).length * 10).toBeLessThanOrEqual(one - encode(text).length);
  });

  it('has authors with what they may do', () => {
    const role = (association: string, type = 'User') => personOf({ login: 'x', type }, association).role;
    expect(['OWNER', 'MEMBER', 'COLLABORATOR'].map((one) => role(one))).toEqual(Array(3).fill('member'));
    expect(['CONTRIBUTOR', 'FIRST_TIMER', 'NONE', 'MANNEQUIN'].map((one) => role(one))).toEqual(
      Array(4).fill('customer'),
    );
    expect(role('NONE', 'Bot')).toBe('bot');
    expect(personOf({ login: 'dependabot[bot]' }, 'MEMBER').role).toBe('bot');
    expect(personOf(null, 'NONE')).toMatchObject({ role: 'unknown' });
  });

  it('has its history, newest first, to its creation', async () => {
    const tracker = await openGithub(host);
    const { id, rev } = await tracker.create(ann, { title: 'One', body: '' }, anew());
    const { rev: next } = await tracker.update(
      ann,
      id,
      { addLabels: ['bug'], addAssignees: ['bob'] },
      { rev },
    );
    await tracker.transition(ann, id, { to: 'closed', resolution: 'not_planned' }, { rev: next });
    const first = await tracker.history(ann, id, { limit: 2 });
    expect(first.items.map(({ what }) => what)).toEqual(['moved', 'updated']);
    expect(first.items[1]?.changed).toEqual([{ field: 'assignees', after: 'bob' }]);
    const rest = await tracker.history(ann, id, { limit: 2, after: first.next });
    expect(rest.items.map(({ what }) => what)).toEqual(['updated', 'created']);
    expect(rest.next).toBeUndefined();
    const odd = tracker.history(ann, id, { limit: 2, after: 'x' });
    await expect(odd).rejects.toMatchObject({ code: 'invalid_input' });
    // Tools may show fewer than they were given, and go on behind the last one they showed.
    const on = await tracker.history(ann, id, { limit: 9, after: first.items[0]?.rev });
    expect(on.items.map(({ what }) => what)).toEqual(['updated', 'updated', 'created']);
  });

  it('has its comments however many, newest first', async () => {
    const tracker = await openGithub(host);
    await open(1);
    for (let at = 1; at <= 120; at += 1) {
      await host.as('ann', 'POST', '/repos/acme/web/issues/1/comments', { body: `comment ${at}` });
    }
    const first = await tracker.comments(ann, 'web-1', { limit: 30 });
    expect(first.total).toBe(120);
    expect(first.items.map(({ body }) => body).slice(0, 2)).toEqual(['comment 120', 'comment 119']);
    const all = [...first.items];
    for (let after = first.next; after !== undefined; ) {
      const page = await tracker.comments(ann, 'web-1', { limit: 50, after });
      all.push(...page.items);
      after = page.next;
    }
    expect(all.map(({ body }) => body)).toEqual(
      Array.from({ length: 120 }, (_, at) => `comment ${120 - at}`),
    );
    expect(all[0]?.author).toEqual({ id: 'ann', name: 'ann', role: 'member' });
  });

  it('is found where it is about the same, before anything is made', async () => {
    const tracker = await openGithub(host);
    await open(1, { title: 'Login fails when the password has an umlaut' });
    await open(2, { title: 'Export of invoices is slow' });
    host.seen.length = 0;
    const draft = { title: 'login fails with umlauts in the password', body: '' };
    const [best, ...others] = await tracker.similar(ann, draft, 5);
    expect(best?.ticket.id).toBe('web-1');
    expect(best?.score).toBeGreaterThan(Math.max(0.5, ...others.map(({ score }) => score)));
    const q = new URL(
      host.seen.find(({ path }) => path.includes('search'))?.url ?? '',
      host.url,
    ).searchParams.get('q');
    expect(q).toBe(
      '("password" OR "umlauts" OR "login" OR "fails" OR "with" OR "the") in:title,body is:issue repo:acme/web',
    );
    const unless = () => {
      throw new Error('known');
    };
    await expect(tracker.create(ann, draft, { ...anew(), unless })).rejects.toThrow('known');
    expect(host.writes).toEqual([]);
  });
});
