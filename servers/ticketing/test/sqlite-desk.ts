import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import type { Desk, Opened } from './own-desk.ts';
import { startWorker as start, type Worker } from './start-worker.ts';

/** A folder that is there until the test has finished. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-ticketing-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** The embedded tracker on a file of its own, or on one that is there; closed when the test has finished. */
export async function openDesk({
  file = join(testFolder(), 'tickets.db'),
  projects = ['OPS', 'WEB'],
  ...more
}: Desk & { file?: string } = {}): Promise<Opened & { file: string; tracker: SqliteTracker }> {
  const tracker = await SqliteTracker.open({ file, projects, workflow: DEFAULT_WORKFLOW, ...more });
  onTestFinished(() => tracker.close());
  return { file, tracker, another: (desk: Desk = {}) => openDesk({ file, ...desk }) };
}

/** A process that does one of the jobs of `sqlite-worker.ts`. */
export function startWorker(job: string, ...args: string[]): Worker {
  return start('sqlite-worker.ts', job, ...args);
}
