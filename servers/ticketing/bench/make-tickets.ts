import { existsSync, renameSync, rmSync } from 'node:fs';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { createTicket } from '../src/sqlite/create.ts';
import { Store } from '../src/sqlite/store.ts';
import { whoOf } from '../src/tracker/tenant.ts';
import { randomFrom, textOf } from './words.ts';

/** Tickets of one transaction: one by one, most of the time would be spent with waiting for the disk. */
const AT_ONCE = 2_000;
const TITLE_WORDS = 8;
const BODY_WORDS = 60;

/** A file of so many tickets of the local tenant, made once. */
export async function makeTickets(file: string, count: number): Promise<void> {
  if (existsSync(file)) return;
  const making = `${file}.new`;
  for (const end of ['', '-wal', '-shm']) rmSync(making + end, { force: true });
  const store = await Store.open({ file: making, rules: { projects: ['TASK'], workflow: DEFAULT_WORKFLOW } });
  const who = whoOf({ subject: 'local', via: 'stdio' });
  const random = randomFrom(1);
  for (let from = 0; from < count; from += AT_ONCE) {
    await store.write(who, (scope) => {
      for (let at = from; at < Math.min(count, from + AT_ONCE); at++) {
        const draft = {
          title: textOf(random, TITLE_WORDS),
          body: textOf(random, BODY_WORDS),
          labels: [`l${at % 50}`],
        };
        createTicket(scope, draft, { intent: { key: String(at), hash: '' } });
      }
    });
  }
  store.close();
  renameSync(making, file);
}
