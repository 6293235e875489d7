// Run by the tests of the embedded tracker in processes of their own: one job each, with what came of it on stdout.
import Sqlite from 'better-sqlite3';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import { somebody } from './own-desk.ts';
import { type Jobs, ownJobs, say } from './own-jobs.ts';

const [job = '', file = '', ...args] = process.argv.slice(2);

const SLOT_MS = 15;

const ann = somebody('ann');
const open = () => SqliteTracker.open({ file, projects: ['OPS', 'WEB'], workflow: DEFAULT_WORKFLOW });

const jobs: Jobs = {
  ...ownJobs(open, args),
  /**
   * Books actions of 1 for a ticket, from the time that it is told on, at times of their own, so that two do it at once,
   * and says how many it could.
   */
  async book() {
    const [name = '', id = ''] = args;
    const tracker = await open();
    say('ready');
    const start = await new Promise((resolve) => process.once('message', resolve));
    const who = somebody(name);
    let booked = 0;
    for (let at = 0; ; at++) {
      while (Date.now() < Number(start) + at * SLOT_MS);
      const { rev } = await tracker.get(who, id);
      const limits = { tenantDay: 100 };
      const [key, amount] = [String(at), 100];
      const booking = { action: 'refund', limits, id, rev, key, hash: '', amount, fields: [] };
      const came = await tracker.ledger.begin(who, booking).catch((error) => error.code as string);
      if (came === 'limited') break;
      booked += 1;
    }
    say(String(booked));
    tracker.close();
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
        const draft = { title: `Write ${at}`, body: 'long '.repeat(1_000) };
        say((await tracker.create(ann, draft, { intent: { hash: String(at) } })).id);
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        say(`${code}: ${message}`);
        say(String((await tracker.search(ann, { text: 'write' }, { limit: 50 })).items.length > 0));
        return;
      }
    }
  },
};

await jobs[job]?.();
