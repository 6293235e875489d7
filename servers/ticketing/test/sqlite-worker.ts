// Run by the tests of the embedded tracker in processes of their own: one job each, with what came of it on stdout.
import { rmSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { DEFAULT_WORKFLOW } from '../src/sqlite/default-workflow.ts';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import { whoOf } from '../src/tracker/tenant.ts';

const [job = '', file = '', ...args] = process.argv.slice(2);

const SLOT_MS = 3;

const who = (name: string) => whoOf({ subject: name, tenant: 'acme', via: 'key' });
const say = (line: string) => process.stdout.write(`${line}\n`);
const open = () => SqliteTracker.open({ file, projects: ['OPS', 'WEB'], workflow: DEFAULT_WORKFLOW });

const jobs: Record<string, () => Promise<void>> = {
  /** Claims tickets in turn, each at a time of its own, so that two do it at once, and says which it got. */
  async claim() {
    const [name = '', count = '0', start = '0'] = args;
    const tracker = await open();
    for (let number = 1; number <= Number(count); number++) {
      while (Date.now() < Number(start) + number * SLOT_MS);
      const claimed = await tracker.claim(who(name), `OPS-${number}`, 60_000).catch((error) => error.code);
      say(claimed.already === false ? `won ${number}` : String(claimed));
    }
    tracker.close();
  },
  /** Creates one ticket many times at once, with one key. */
  async create() {
    const [count = '0'] = args;
    const tracker = await open();
    const draft = { title: 'Disk full', body: '' };
    const once = { intent: { key: 'the same', hash: 'h' } };
    const made = await Promise.all(
      Array.from({ length: Number(count) }, () => tracker.create(who('ann'), draft, once)),
    );
    for (const { id, replayed = false } of made) say(`${id} ${replayed}`);
    tracker.close();
  },
  /** Writes until it is killed, or so many tickets: says what it was told is done. */
  async write() {
    const [most = 'Infinity'] = args;
    const tracker = await open();
    for (let at = 0; at < Number(most); at++) {
      // Of this process alone: the one that was killed before it has written the same.
      const once = { intent: { key: `${process.pid} ${at}`, hash: 'h' } };
      const { id, rev } = await tracker.create(
        who('ann'),
        { title: `Write ${at}`, body: 'b', labels: ['x'] },
        once,
      );
      say(`${id} ${rev}`);
      const comment = await tracker.comment(who('ann'), id, { body: 'c', visibility: 'internal' }, once);
      say(`${id} ${comment.rev}`);
      const moved = await tracker.transition(who('ann'), id, { to: 'done' }, { rev: comment.rev });
      say(`${id} ${moved.rev}`);
    }
  },
  /** Holds the lock for writing until it is told to end. */
  async hold() {
    const database = new Sqlite(file);
    database.exec('BEGIN IMMEDIATE');
    say('holds');
    process.on('message', () => {
      database.exec('ROLLBACK');
      process.exit(0);
    });
  },
  /** Writes where files may not grow any more, and says what it is refused with. */
  async grow() {
    const tracker = await open();
    say('begun');
    for (let at = 0; ; at++) {
      try {
        const body = 'long '.repeat(1_000);
        const { id } = await tracker.create(
          who('ann'),
          { title: `Write ${at}`, body },
          { intent: { hash: String(at) } },
        );
        say(id);
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        say(`${code}: ${message}`);
        say(String((await tracker.search(who('ann'), { text: 'write' }, { limit: 50 })).items.length > 0));
        return;
      }
    }
  },
  /** Writes until the disk is full and for a while after, makes space, and writes once more. Says what came of it. */
  async fill() {
    const tracker = await open();
    const ballast = `${file}.ballast`;
    writeFileSync(ballast, Buffer.alloc(256 * 1_024));
    const create = (title: string) =>
      tracker.create(who('ann'), { title, body: 'long '.repeat(400) }, { intent: { hash: title } });
    const refused: string[] = [];
    let made = 0;
    for (let at = 0; refused.length < 20; at++) {
      await create(`Write ${at}`).then(
        () => (made += 1),
        ({ code, message }) => refused.push(`${code}: ${message}`),
      );
    }
    const found = (await tracker.search(who('ann'), { text: 'write' }, { limit: 50 })).items.length > 0;
    const database = new Sqlite(file, { readonly: true });
    const count = (from: string) =>
      (database.prepare(`SELECT count(*) AS n FROM ${from}`).get() as { n: number }).n;
    const whenFull = ['ticket', "event WHERE what = 'created'", `words('"1_write"')`, 'intent'].map(count);
    rmSync(ballast);
    const { id: after } = await create('There is space again');
    const whole = database.pragma('integrity_check', { simple: true });
    say(JSON.stringify({ made, refused, found, whenFull, after, whole }));
  },
};

await jobs[job]?.();
