import { statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DeedFile } from '../src/remote/deed-file.ts';
import { type Deed, Intents } from '../src/remote/intents.ts';
import type { Written } from '../src/tracker/ticket.ts';
import { ann, openGithub } from './github-desk.ts';
import { GithubHost } from './github-host.ts';
import { somebody } from './own-desk.ts';
import { testFolder } from './sqlite-desk.ts';

const WRITTEN: Written = { id: 'web-1', rev: '1', changed: [] };
const MINUTE = 60_000;

/** Intents on a file: each call is one more server that uses it. */
async function opened(file: string, clock = () => 1_000, place = 'here') {
  const deeds = await DeedFile.open(file, place);
  onTestFinished(() => deeds.close());
  return new Intents(clock, deeds);
}

/** A deed that counts how often it was done; `there` is what looking for it finds. */
function deedOf({
  key = 'k',
  hash = 'h',
  who = somebody('ann'),
  there = undefined as Written | undefined,
} = {}) {
  const done = { times: 0 };
  const deed: Deed = {
    who,
    what: 'create',
    intent: { key, hash },
    run: async () => {
      done.times += 1;
      return WRITTEN;
    },
    find: async () => there,
    unknown: () => new Error('nobody knows'),
  };
  return { deed, done };
}

/** What is thrown where an answer is lost. */
function lost(): Error {
  return Object.assign(new Error('lost'), { name: 'HttpError', status: 500, request: {} });
}

describe('what was written once', () => {
  const file = () => join(testFolder(), 'below', 'written.db');

  it('is answered after a restart, and not done again', async () => {
    const path = file();
    expect(await (await opened(path)).once(deedOf().deed)).toEqual(WRITTEN);
    const { deed, done } = deedOf();
    const restarted = await opened(path);
    expect(await restarted.once(deed)).toEqual({ ...WRITTEN, replayed: true });
    expect(done.times).toBe(0);
    await expect(restarted.once(deedOf({ hash: 'other' }).deed)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is known to have begun before it is sent: who comes after a kill looks first', async () => {
    const path = file();
    const { deed } = deedOf();
    void (await opened(path)).once({ ...deed, run: () => new Promise(() => {}) });
    const late = deedOf();
    await expect((await opened(path)).once(late.deed)).rejects.toThrow('nobody knows');
    const found = deedOf({ there: WRITTEN });
    expect(await (await opened(path)).once(found.deed)).toEqual({ ...WRITTEN, replayed: true });
    expect([late.done.times, found.done.times]).toEqual([0, 0]);
  });

  it('is done again once it has to be there and is not', async () => {
    const path = file();
    const { deed, done } = deedOf();
    void (await opened(path)).once({ ...deed, run: () => new Promise(() => {}) });
    expect(await (await opened(path, () => 1_000 + MINUTE)).once(deed)).toEqual(WRITTEN);
    expect(done.times).toBe(1);
  });

  it('is done again by one of those who find that it is not there', async () => {
    const path = file();
    const { deed, done } = deedOf();
    void (await opened(path)).once({ ...deed, run: () => new Promise(() => {}) });
    const both = await Promise.all([1, 2].map(() => opened(path, () => 1_000 + MINUTE)));
    const came = await Promise.allSettled(both.map((intents) => intents.once(deed)));
    expect(came.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(done.times).toBe(1);
  });

  it('stays written, or unknown, where that cannot be kept: who comes again looks first', async () => {
    for (const [answer, told] of [
      [WRITTEN, WRITTEN],
      [lost(), new Error('nobody knows')],
    ] as const) {
      const path = file();
      const intents = await opened(path);
      const other = new Sqlite(path);
      const held = async () => {
        other.exec('BEGIN IMMEDIATE');
        if (answer instanceof Error) throw answer;
        return answer;
      };
      const said = await intents.once({ ...deedOf().deed, run: held }).catch((error) => error);
      expect(said).toEqual(told);
      other.close();
      const { deed, done } = deedOf({ there: WRITTEN });
      expect(await (await opened(path)).once(deed)).toEqual({ ...WRITTEN, replayed: true });
      expect(done.times).toBe(0);
    }
  });

  it('leaves nothing behind where it was refused', async () => {
    const path = file();
    const { deed, done } = deedOf();
    const refused = async () => Promise.reject(new Error('refused'));
    await expect((await opened(path)).once({ ...deed, run: refused })).rejects.toThrow('refused');
    expect(await (await opened(path)).once(deed)).toEqual(WRITTEN);
    expect(done.times).toBe(1);
  });

  it('is of one person, of one tenant, and of one tracker', async () => {
    const path = file();
    await (await opened(path)).once(deedOf().deed);
    for (const who of [somebody('bob'), somebody('ann', 'globex')]) {
      const { deed, done } = deedOf({ who });
      expect(await (await opened(path)).once(deed)).toEqual(WRITTEN);
      expect(done.times).toBe(1);
    }
    const { deed, done } = deedOf();
    expect(await (await opened(path, undefined, 'there')).once(deed)).toEqual(WRITTEN);
    expect(done.times).toBe(1);
  });

  it.skipIf(process.platform === 'win32')('is its owner’s alone to read, without keys or names', async () => {
    const path = file();
    await (await opened(path)).once(deedOf({ key: 'my very own key' }).deed);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const database = new Sqlite(path, { readonly: true });
    const rows = JSON.stringify(database.prepare('SELECT * FROM deed').all());
    database.close();
    expect(rows).not.toMatch(/my very own key|ann|acme/);
  });

  it('is not looked for in the file of another program', async () => {
    const path = join(testFolder(), 'other.db');
    const other = new Sqlite(path);
    other.exec('CREATE TABLE theirs(a)');
    other.close();
    await expect(DeedFile.open(path, 'here')).rejects.toMatchObject({
      code: 'unavailable',
      hint: expect.stringContaining('--remember'),
    });
  });
});

describe('a ticket of GitHub', () => {
  let host: GithubHost;
  beforeAll(async () => {
    host = await GithubHost.start();
  });
  beforeEach(() => host.reset());
  afterAll(() => host.close());

  it('is made once for one key, also by the server that is started next', async () => {
    const remember = join(testFolder(), 'written.db');
    const once = { intent: { key: 'k', hash: 'h' } };
    const draft = { title: 'Login fails', body: '' };
    const made = await (await openGithub(host, { remember })).create(ann, draft, once);
    const again = await (await openGithub(host, { remember })).create(ann, draft, once);
    expect(again).toMatchObject({ id: made.id, replayed: true });
    expect(host.writes).toHaveLength(1);
  });
});
