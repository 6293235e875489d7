import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DEFAULT_WORKFLOW } from '../src/sqlite/default-workflow.ts';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import { type Who, whoOf } from '../src/tracker/tenant.ts';

/** A folder that is there until the test has finished. */
export function testFolder(place = tmpdir()): string {
  const folder = mkdtempSync(join(place, 'ashlar-ticketing-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export interface Desk {
  file?: string;
  clock?: () => number;
  projects?: readonly string[];
}

/** The embedded tracker on a file of its own, or on one that is there; closed when the test has finished. */
export async function openDesk({
  file = join(testFolder(), 'tickets.db'),
  projects = ['OPS', 'WEB'],
  ...more
}: Desk = {}) {
  const tracker = await SqliteTracker.open({ file, projects, workflow: DEFAULT_WORKFLOW, ...more });
  onTestFinished(() => tracker.close());
  return { file, tracker };
}

/** Somebody of a tenant. */
export function somebody(name: string, tenant = 'acme'): Who {
  return whoOf({ subject: name, tenant, via: 'key' });
}

let intents = 0;

/** An intent that is like no other. */
export function anew(): { intent: { hash: string } } {
  intents += 1;
  return { intent: { hash: `test ${intents}` } };
}

/** A process that does one of the jobs of `sqlite-worker.ts`, and what it has said until it ended. */
export function startWorker(job: string, ...args: string[]) {
  const child = fork(join(import.meta.dirname, 'sqlite-worker.ts'), [job, ...args], { silent: true });
  let [said, wrong] = ['', ''];
  child.stdout?.on('data', (text) => {
    said += text;
  });
  child.stderr?.on('data', (text) => {
    wrong += text;
  });
  const ended = new Promise<string[]>((resolve) =>
    child.on('close', () => resolve(said.split('\n').filter((line) => line !== ''))),
  );
  /** Resolves when it has said so many lines. */
  const lines = (count: number) =>
    new Promise<void>((resolve) =>
      child.stdout?.on('data', () => said.split('\n').length > count && resolve()),
    );
  return { child, ended, lines, begun: lines(1), wrong: () => wrong };
}
