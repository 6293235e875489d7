import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ann, openGithub } from './github-desk.ts';
import { type Fault, GithubHost } from './github-host.ts';
import { anew } from './own-desk.ts';
import { testFolder } from './sqlite-desk.ts';

let host: GithubHost;
beforeAll(async () => {
  host = await GithubHost.start();
});
beforeEach(() => host.reset());
afterEach(() => expect(host.wrong).toEqual([]));
afterAll(() => host.close());

const ISSUES = /\/issues$/;
const ISSUE = /\/issues\/\d+$/;
const draft = { title: 'Login fails for umlauts', body: 'Steps: type ü.\nIt fails.' };

/** One ticket, and what becomes of a request that fails so. */
async function withTicket(fault?: Fault) {
  const tracker = await openGithub(host);
  const { id, rev } = await tracker.create(ann, draft, anew());
  if (fault !== undefined) host.fail(fault);
  host.seen.length = 0;
  return { tracker, id, rev };
}

describe('What GitHub refuses', () => {
  it('names the permission that is missing, of either kind of token', async () => {
    const { tracker, id, rev } = await withTicket({
      method: 'PATCH',
      path: ISSUE,
      status: 403,
      headers: { 'x-accepted-github-permissions': 'issues=write; pull_requests=write' },
      body: { message: 'Resource not accessible by personal access token' },
    });
    await expect(tracker.update(ann, id, { title: 'x' }, { rev })).rejects.toMatchObject({
      code: 'forbidden',
      message: 'The token may not do this in acme/web. It needs issues=write, pull_requests=write.',
      hint: expect.stringContaining('not accessible by personal access token'),
    });
    host.fail({
      method: 'PATCH',
      path: ISSUE,
      status: 403,
      headers: { 'x-accepted-oauth-scopes': 'repo', 'x-oauth-scopes': 'read:org' },
    });
    await expect(tracker.update(ann, id, { title: 'x' }, { rev })).rejects.toMatchObject({
      message: 'The token may not do this in acme/web. It needs repo, and has read:org.',
    });
    expect(host.writes).toHaveLength(2);
  });

  it('says until when the hour’s requests are used up, and does not try again', async () => {
    const reset = Math.floor(Date.now() / 1000) + 1800;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
    const { tracker, id } = await withTicket({ method: 'GET', path: ISSUE, status: 403, headers, times: 9 });
    const until = new Date(reset * 1000).toISOString().slice(0, 16);
    const limited = await tracker.get(ann, id).catch((error) => error);
    expect(limited).toMatchObject({ code: 'limited', message: expect.stringContaining(until) });
    expect(limited.retryAfterMs).toBeGreaterThan(1_790_000);
    expect(limited.retryAfterMs).toBeLessThanOrEqual(1_800_000);
    expect(host.seen).toHaveLength(1);
  });

  it('says how long to wait after too many at once, and sends a write no second time', async () => {
    const { tracker, id, rev } = await withTicket({
      method: 'PATCH',
      path: ISSUE,
      status: 403,
      headers: { 'retry-after': '1' },
      body: { message: 'You have exceeded a secondary rate limit.' },
    });
    const late = tracker.update(ann, id, { title: 'x' }, { rev });
    await expect(late).rejects.toMatchObject({ code: 'limited', retryAfterMs: 1000 });
    expect(host.writes).toHaveLength(1);
    host.fail({ method: 'PATCH', path: ISSUE, status: 429, body: { message: 'Slow down' } });
    const later = tracker.update(ann, id, { title: 'x' }, { rev });
    await expect(later).rejects.toMatchObject({ code: 'limited', retryAfterMs: 60_000 });
  });

  it.each(['1e300', '-5'])('waits for no time that there is not: %s s', async (seconds) => {
    const { tracker, id, rev } = await withTicket({
      method: 'PATCH',
      path: ISSUE,
      status: 429,
      headers: { 'retry-after': seconds },
    });
    const limited = await tracker.update(ann, id, { title: 'x' }, { rev }).catch((error) => error);
    expect(limited).toMatchObject({ code: 'limited' });
    expect(limited.retryAfterMs).toBeGreaterThanOrEqual(1_000);
    expect(limited.retryAfterMs).toBeLessThanOrEqual(24 * 60 * 60_000);
  });

  it('asks no second time where it asked too often', async () => {
    const { tracker, id } = await withTicket({ method: 'GET', path: ISSUE, status: 429, times: 9 });
    await expect(tracker.get(ann, id)).rejects.toMatchObject({ code: 'limited', retryAfterMs: 60_000 });
    expect(host.seen).toHaveLength(1);
  });

  it('waits for a limit that is over at once, where it reads', async () => {
    const { tracker, id } = await withTicket({
      method: 'GET',
      path: ISSUE,
      status: 403,
      headers: { 'retry-after': '1' },
      body: { message: 'You have exceeded a secondary rate limit.' },
    });
    expect(await tracker.get(ann, id)).toMatchObject(draft);
    expect(host.seen).toHaveLength(2);
  });

  it('tells of a value that GitHub does not take, in its words', async () => {
    const { tracker, id, rev } = await withTicket({
      method: 'PATCH',
      path: ISSUE,
      status: 422,
      body: {
        message: 'Validation Failed',
        errors: [{ resource: 'Issue', field: 'title', code: 'too_long' }],
      },
    });
    await expect(tracker.update(ann, id, { title: 'x' }, { rev })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'GitHub does not take this: "title too_long". Nothing was changed.',
    });
  });

  it('answers one way for what is deleted, unknown, moved, a pull request or in another repository', async () => {
    const { tracker, id } = await withTicket();
    const answer = (asked: string) =>
      tracker.get(ann, asked).then(
        () => 'found',
        ({ code, message, hint }) => `${code} ${message} ${hint}`.replaceAll(asked, 'ID'),
      );
    const unknown = await answer('web-999');
    expect(unknown).toMatch(/^not_found/);
    await host.as('ann', 'POST', '/repos/acme/secret/issues', { title: 'Secret' });
    expect(await answer('secret-1')).toBe(unknown);
    expect(await answer('acme/secret#1')).toBe(unknown);
    expect(await answer('web-1/../../secret/issues/1')).toBe(unknown);
    for (const status of [404, 410, 301]) {
      host.fail({ method: 'GET', path: ISSUE, status });
      expect(await answer(id)).toBe(unknown);
    }
    const raw = JSON.parse(host.answers.findLast(({ path }) => ISSUES.test(path))?.text ?? '{}');
    for (const changed of [
      { pull_request: { url: 'x' } },
      { repository_url: `${host.url}/repos/acme/secret` },
    ]) {
      host.fail({ method: 'GET', path: ISSUE, status: 200, body: { ...raw, ...changed } });
      expect(await answer(id)).toBe(unknown);
    }
    expect(await answer(id)).toBe('found');
  });

  it('does not follow what has moved, which may lead out of the repositories that are allowed', async () => {
    const headers = { location: `${host.url}/repos/acme/secret/issues/1` };
    const { tracker, id, rev } = await withTicket({ method: 'PATCH', path: ISSUE, status: 301, headers });
    await host.as('ann', 'POST', '/repos/acme/secret/issues', { title: 'Secret' });
    await expect(tracker.update(ann, id, { title: 'x' }, { rev })).rejects.toMatchObject({
      code: 'not_found',
    });
    host.fail({ method: 'GET', path: ISSUE, status: 301, headers });
    await expect(tracker.get(ann, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(host.seen.filter(({ path }) => path.includes('secret'))).toEqual([]);
  });

  it('tries a read again that failed on the way', async () => {
    const { tracker, id } = await withTicket({ method: 'GET', path: ISSUE, status: 502 });
    expect(await tracker.get(ann, id)).toMatchObject(draft);
    expect(host.seen).toHaveLength(2);
  });
});

describe('A write whose answer is lost', () => {
  it('is found where it was carried out, and sent once', async () => {
    const { tracker, id, rev } = await withTicket({ method: 'POST', path: ISSUES, reset: 'after' });
    const made = await tracker.create(ann, { title: 'Another', body: 'one' }, anew());
    expect(await tracker.get(ann, made.id)).toMatchObject({ title: 'Another', rev: made.rev });
    host.fail({ method: 'POST', path: /\/comments$/, reset: 'after' });
    const commented = await tracker.comment(ann, id, { body: 'hello', visibility: 'public' }, anew());
    expect(commented.changed[0]?.field).toBe('comment');
    expect((await tracker.comments(ann, id, { limit: 5 })).items).toHaveLength(1);
    host.fail({ method: 'PATCH', path: ISSUE, status: 502, isDone: true });
    const changed = await tracker.update(ann, id, { title: 'New' }, { rev: commented.rev });
    expect(changed.changed).toEqual([{ field: 'title', before: draft.title, after: 'New' }]);
    expect(rev).not.toBe(changed.rev);
    expect(host.writes).toHaveLength(3);
  });

  it('is one whose answer breaks off, or does not say what was made', async () => {
    const { tracker, id } = await withTicket();
    host.fail({ method: 'POST', path: ISSUES, cutAt: 40 });
    expect(await tracker.create(ann, { title: 'Cut', body: '' }, anew())).toMatchObject({ id: 'web-2' });
    host.fail({ method: 'POST', path: ISSUES, status: 201, isDone: true, body: {} });
    expect(await tracker.create(ann, { title: 'Empty', body: '' }, anew())).toMatchObject({ id: 'web-3' });
    host.fail({ method: 'POST', path: /\/comments$/, cutAt: 40 });
    const comment = { body: 'hello', visibility: 'public' } as const;
    const { changed } = await tracker.comment(ann, id, comment, anew());
    expect(changed[0]?.after).toMatch(/^\d+$/);
    expect(host.writes).toHaveLength(3);
    host.fail({ method: 'GET', path: ISSUE, cutAt: 40 });
    await expect(tracker.get(ann, id)).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  });

  it.each([-10, 10])('is found where the clock of this machine is wrong by %i minutes', async (minutes) => {
    const tracker = await openGithub(host, { clock: () => Date.now() + minutes * 60_000 });
    host.fail({ method: 'POST', path: ISSUES, reset: 'after' });
    const { id } = await tracker.create(ann, draft, anew());
    host.fail({ method: 'POST', path: /\/comments$/, reset: 'after' });
    const commented = await tracker.comment(ann, id, { body: 'hello', visibility: 'public' }, anew());
    expect([id, commented.changed[0]?.field]).toEqual(['web-1', 'comment']);
    expect(host.writes).toHaveLength(2);
  });

  it('is told as unknown where it cannot be found, and not sent again by the same call', async () => {
    let now = Date.now();
    const tracker = await openGithub(host, { clock: () => now });
    host.fail({ method: 'POST', path: ISSUES, reset: 'before' });
    const intent = anew();
    const lost = await tracker.create(ann, draft, intent).catch((error) => error);
    expect(lost).toMatchObject({
      code: 'upstream',
      retryable: false,
      message: expect.stringContaining('nobody knows'),
    });
    expect(await tracker.create(ann, draft, intent).catch(({ code }) => code)).toBe('upstream');
    expect(host.writes).toHaveLength(1);
    // It comes late: the next call finds it.
    await host.as('ann', 'POST', '/repos/acme/web/issues', draft);
    now += 30_000;
    expect(await tracker.create(ann, draft, intent)).toMatchObject({ id: 'web-1', replayed: true });
    expect(host.writes).toHaveLength(1);
  });

  it('is sent anew when it would have to be there and is not', async () => {
    let now = Date.now();
    const tracker = await openGithub(host, { clock: () => now });
    host.fail({ method: 'POST', path: ISSUES, reset: 'before' });
    const intent = anew();
    await expect(tracker.create(ann, draft, intent)).rejects.toMatchObject({ code: 'upstream' });
    now += 61_000;
    expect(await tracker.create(ann, draft, intent)).toMatchObject({ id: 'web-1' });
    expect(host.writes).toHaveLength(2);
  });

  it('may have been carried out although GitHub failed, and is no second time', async () => {
    const { tracker } = await withTicket({ method: 'POST', path: ISSUES, status: 502, isDone: true });
    expect(await tracker.create(ann, { title: 'Another', body: '' }, anew())).toMatchObject({ id: 'web-2' });
    expect(host.writes).toHaveLength(1);
  });

  it('is looked for where nothing was answered in time', async () => {
    const tracker = await openGithub(host, { requestMs: 400 });
    host.fail({ method: 'POST', path: ISSUES, isSilent: true });
    expect(await tracker.create(ann, draft, anew())).toMatchObject({ id: 'web-1' });
    expect(host.writes).toHaveLength(1);
  });

  it('is not taken for a comment of somebody else', async () => {
    const { tracker, id } = await withTicket({ method: 'POST', path: /\/comments$/, reset: 'before' });
    await host.as('bob', 'POST', '/repos/acme/web/issues/1/comments', { body: 'same' });
    const lost = tracker.comment(ann, id, { body: 'same', visibility: 'public' }, anew());
    await expect(lost).rejects.toMatchObject({ code: 'upstream' });
  });

  it('is not taken for one that somebody else, or this process before, has made', async () => {
    const { tracker } = await withTicket({ method: 'POST', path: ISSUES, reset: 'before' });
    await host.as('bob', 'POST', '/repos/acme/web/issues', draft);
    await expect(tracker.create(ann, draft, anew())).rejects.toMatchObject({ code: 'upstream' });
  });

  it('is told as unknown where a change cannot be seen', async () => {
    const { tracker, id, rev } = await withTicket({ method: 'PATCH', path: ISSUE, reset: 'before' });
    await expect(tracker.update(ann, id, { title: 'x' }, { rev })).rejects.toMatchObject({
      code: 'upstream',
    });
    expect(host.writes).toHaveLength(1);
  });

  it('is told as unknown where the ticket cannot be read afterwards, and a refusal as what it is', async () => {
    const unreadable = async () => host.fail({ method: 'GET', path: ISSUE, status: 404 });
    const lost = { method: 'PATCH', path: ISSUE, reset: 'after', meanwhile: unreadable } as const;
    const { tracker, id, rev } = await withTicket(lost);
    await expect(tracker.update(ann, id, { title: 'x' }, { rev })).rejects.toMatchObject({
      code: 'upstream',
    });
    const now = await tracker.get(ann, id);
    host.fail({ method: 'PATCH', path: ISSUE, status: 403, isDone: true, meanwhile: unreadable });
    const refused = tracker.update(ann, id, { title: 'y' }, { rev: now.rev });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('was not sent where nobody listens', async () => {
    const other = await GithubHost.start();
    const tracker = await openGithub(other);
    const { id, rev } = await tracker.create(ann, draft, anew());
    await other.close();
    const again = tracker.create(ann, { title: 'Another', body: '' }, anew());
    await expect(again).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    expect([id, rev]).toHaveLength(2);
  });

  it('stands in the answer although the ticket cannot be read afterwards', async () => {
    const { tracker, id } = await withTicket();
    const reads = { method: 'GET', path: ISSUE, status: 404 };
    host.fail({ method: 'POST', path: /\/comments$/, meanwhile: async () => host.fail(reads) });
    const written = await tracker.comment(ann, id, { body: 'hello', visibility: 'public' }, anew());
    expect(written.changed[0]).toMatchObject({ field: 'comment' });
  });
});

describe('What GitHub leaves out without a word', () => {
  it('is told, each by itself', async () => {
    const tracker = await openGithub(host);
    host.fail({ method: 'POST', path: ISSUES, without: ['labels', 'assignees'] });
    const made = await tracker.create(ann, { ...draft, labels: ['bug', 'ui'], assignees: ['bob'] }, anew());
    expect(made.dropped).toEqual(['labels: bug', 'labels: ui', 'assignees: bob']);
    host.fail({ method: 'POST', path: /\/labels$/, without: ['labels'], status: 200, body: [] });
    const change = { title: 'New', addLabels: ['bug'] };
    const changed = await tracker.update(ann, made.id, change, { rev: made.rev });
    expect(changed).toMatchObject({ changed: [{ field: 'title' }], dropped: ['labels: bug'] });
  });

  it('is told where a part was refused after another was done', async () => {
    const { tracker, id, rev } = await withTicket({ method: 'POST', path: /\/labels$/, status: 403 });
    const changed = await tracker.update(ann, id, { title: 'New', addLabels: ['bug'] }, { rev });
    expect(changed).toMatchObject({ changed: [{ field: 'title' }], dropped: ['labels: bug'] });
  });

  it('is told of the reason of an end, which the emulator does not keep', async () => {
    const { tracker, id, rev } = await withTicket();
    const original = await tracker.create(ann, { title: 'First', body: '' }, anew());
    const moved = await tracker.transition(ann, id, { to: 'closed', duplicateOf: original.id }, { rev });
    expect(moved.dropped).toEqual(['resolution: duplicate']);
    const sent = host.writes.at(-1)?.body as { duplicate_issue_id: number };
    expect(sent).toMatchObject({ state: 'closed', state_reason: 'duplicate' });
    expect(sent.duplicate_issue_id).toBeGreaterThan(0);
  });
});

describe('The token', () => {
  const tokens = () => [...new Set(host.seen.map(({ token }) => token))];

  it('is read anew, once, when GitHub does not take it any more', async () => {
    const file = join(testFolder(), 'token');
    writeFileSync(file, 'ghp_ann\n');
    const tracker = await openGithub(host, { token: { file } });
    const { id } = await tracker.create(ann, draft, anew());
    host.withdrawn.add('ghp_ann');
    await expect(tracker.get(ann, id)).rejects.toMatchObject({ code: 'forbidden' });
    writeFileSync(file, 'ghp_ann_new\n');
    expect(await tracker.get(ann, id)).toMatchObject(draft);
    expect(tokens()).toEqual(['ghp_ann', 'ghp_ann_new']);
    host.seen.length = 0;
    host.withdrawn.add('ghp_ann_new');
    await expect(tracker.get(ann, id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(host.seen).toHaveLength(1);
  });

  it('is never one of another account', async () => {
    const file = join(testFolder(), 'token');
    writeFileSync(file, 'ghp_ann');
    const tracker = await openGithub(host, { token: { file } });
    const { id, rev } = await tracker.create(ann, draft, anew());
    host.withdrawn.add('ghp_ann');
    writeFileSync(file, 'ghp_bob');
    host.seen.length = 0;
    const changed = tracker.update(ann, id, { title: 'x' }, { rev });
    await expect(changed).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('another'),
    });
    expect(host.writes).toEqual([]);
    expect(host.seen.filter(({ token }) => token === 'ghp_bob').map(({ path }) => path)).toEqual(['/user']);
  });

  it('is known by its account from the first question on', async () => {
    const file = join(testFolder(), 'token');
    writeFileSync(file, 'ghp_ann');
    const tracker = await openGithub(host, { token: { file } });
    await tracker.search(ann, {}, { limit: 1 });
    host.withdrawn.add('ghp_ann');
    writeFileSync(file, 'ghp_bob');
    await expect(tracker.search(ann, {}, { limit: 1 })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('stands in no failure, not even below it', async () => {
    const { tracker, id, rev } = await withTicket({ method: 'PATCH', path: ISSUE, status: 403 });
    const refused = await tracker.update(ann, id, { title: 'x' }, { rev }).catch((error) => error);
    expect(refused.cause).toMatchObject({ status: 403 });
    expect(JSON.stringify([refused, refused.cause])).not.toContain('ghp_');
  });

  it('may be what a command prints, and is asked for before anything else', async () => {
    const command = [process.execPath, '-e', 'console.log("ghp_ann")'];
    const tracker = await openGithub(host, { token: { command } });
    await tracker.search(ann, {}, { limit: 5 });
    expect(tokens()).toEqual(['ghp_ann']);
    const none = { command: [process.execPath, '-e', 'console.log("ghp_x y"); process.exit(1)'] };
    const refused = await openGithub(host, { token: none }).catch((error) => error);
    expect(refused.code).toBe('unavailable');
    expect(`${refused.message} ${refused.hint} ${refused.cause}`).not.toContain('ghp_x');
    await expect(openGithub(host, { token: { variable: 'NO_SUCH_TOKEN' } })).rejects.toMatchObject({
      message: 'There is no token for GitHub in the variable NO_SUCH_TOKEN.',
    });
  });
});

describe('Writes', () => {
  it('go one after the other, about a second apart', async () => {
    const tracker = await openGithub(host, { throttle: {} });
    const made = await tracker.create(ann, draft, anew());
    host.seen.length = 0;
    await Promise.allSettled(
      ['a', 'b', 'c'].map((title) => tracker.update(ann, made.id, { title }, { rev: made.rev })),
    );
    // The second and third saw what was gone by then.
    expect(host.writes).toHaveLength(1);
    const { rev } = await tracker.get(ann, made.id);
    await tracker.update(ann, made.id, { addLabels: ['x'], title: 'd' }, { rev });
    const times = host.writes.map(({ at }) => at);
    for (const [at, time] of times.slice(1).entries()) expect(time - (times[at] ?? 0)).toBeGreaterThan(700);
    expect(times).toHaveLength(3);
  });

  it('of fifty calls with one key make one ticket', async () => {
    const tracker = await openGithub(host);
    const intent = { intent: { key: 'one', hash: 'h' } };
    const all = await Promise.all(Array.from({ length: 50 }, () => tracker.create(ann, draft, intent)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(host.writes).toHaveLength(1);
    const other = tracker.create(ann, draft, { intent: { key: 'one', hash: 'other' } });
    await expect(other).rejects.toMatchObject({ code: 'conflict' });
  });
});
