import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { DEFAULT_WORKFLOW } from './rules/default-workflow.ts';
import { SQLITE_CAPABILITIES } from './sqlite/capabilities.ts';
import { dataFile } from './sqlite/data-file.ts';
import { requireNode } from './sqlite/require-node.ts';
import { SqliteTracker } from './sqlite/sqlite-tracker.ts';
import type { Capabilities } from './tracker/capabilities.ts';
import type { Tracker } from './tracker/tracker.ts';

/** What the operator configured, checked. */
export interface Settings {
  file: string;
  projects: readonly string[];
  capabilities: Capabilities;
  /** Tools that a person is always asked about, beside those that ask in any case. */
  asks: ReadonlySet<string>;
  /** What the local user is called. */
  as: string | undefined;
}

interface Options {
  file?: string | undefined;
  project: readonly string[];
  ask: readonly string[];
  as?: string | undefined;
}

/** Nothing is opened or made yet. Throws `ToolError` (`unavailable`) where the driver cannot be loaded. */
export function prepareTracker({ file, project, ask, as }: Options): Settings {
  requireNode(process.versions.node);
  const { env, platform } = process;
  return {
    file: file === undefined ? dataFile({ env, platform, home: homedir() }) : resolve(file),
    projects: [...new Set(project)],
    capabilities: SQLITE_CAPABILITIES,
    asks: new Set(ask),
    as,
  };
}

/** The domain, as every tool knows it. */
export interface Desk {
  tracker: Tracker;
  asks: ReadonlySet<string>;
  as: string | undefined;
  close(): void | Promise<void>;
}

/** Throws `ToolError` (`unavailable`) where the tracker cannot be used. */
export async function openTracker({ file, projects, asks, as }: Settings): Promise<Desk> {
  const tracker = await SqliteTracker.open({ file, projects, workflow: DEFAULT_WORKFLOW });
  return { tracker, asks, as, close: () => tracker.close() };
}
