// Writes sample/tickets.db anew: node bench/make-sample.ts
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import type { Draft } from '../src/tracker/change.ts';
import { whoOf } from '../src/tracker/tenant.ts';

const file = join(import.meta.dirname, '..', 'sample', 'tickets.db');
const START = Date.parse('2026-11-16T08:00:00Z');
const STEP_MS = 47 * 60_000;

const TICKETS: Draft[] = [
  {
    title: 'Login page shows error 500 after a password reset',
    body: 'Steps:\n1. Reset the password.\n2. Log in with the new one.\n\nExpected: the start page. Instead: error 500.',
    type: 'bug',
    priority: 'high',
    labels: ['login', 'customers'],
  },
  {
    title: 'Disk almost full on db-1',
    body: 'Monitoring: /var is at 91 %.',
    type: 'incident',
    priority: 'urgent',
    labels: ['database'],
  },
  {
    title: 'Disk almost full on db-2',
    body: 'Monitoring: /var is at 88 %.',
    type: 'incident',
    priority: 'high',
    labels: ['database'],
  },
  {
    title: 'Rotate logs of the databases',
    body: 'So that disks do not fill again.',
    type: 'task',
    labels: ['database'],
  },
  {
    title: 'Where can I change my billing address?',
    body: 'A customer asks by mail.',
    type: 'question',
    labels: ['customers'],
  },
  {
    project: 'WEB',
    title: 'Export to CSV drops the last column',
    body: 'The column "notes" is missing.',
    type: 'bug',
    priority: 'medium',
  },
  {
    project: 'WEB',
    title: 'Add a dark mode',
    body: '',
    type: 'request',
    priority: 'low',
    labels: ['customers'],
  },
];

let now = START;
const clock = () => {
  now += STEP_MS;
  return now;
};
const person = (as: string) => whoOf({ subject: 'local', via: 'stdio' }, as);
const [ann, bob] = [person('ann'), person('bob')];

for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
const tracker = await SqliteTracker.open({
  file,
  clock,
  projects: ['OPS', 'WEB'],
  workflow: DEFAULT_WORKFLOW,
});
for (const [at, draft] of TICKETS.entries())
  await tracker.create(ann, draft, { intent: { key: `sample ${at}`, hash: '' } });
await tracker.link(bob, 'OPS-4', { relation: 'relates_to', target: 'OPS-2' });
await tracker.link(bob, 'OPS-4', { relation: 'relates_to', target: 'OPS-3' });
await tracker.comment(
  bob,
  'OPS-1',
  { body: 'Happens with umlauts in the password only.', visibility: 'internal' },
  { intent: { key: 'sample', hash: '' } },
);
const label = readFileSync(join(file, '..', 'files', 'db-1.txt'));
await tracker.attach(bob, 'OPS-2', {
  name: 'db-1.txt',
  type: 'text/plain',
  visibility: 'internal',
  sha256: createHash('sha256').update(label).digest('hex'),
  bytes: label,
});
await tracker.update(ann, 'OPS-5', { addAssignees: ['bob'] }, { rev: '1' });
await tracker.transition(bob, 'OPS-5', { to: 'done', resolution: 'answered' }, { rev: '2' });
tracker.close();
