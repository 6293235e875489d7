import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { AttachFrom } from './attach/attachable.ts';
import type { Profile } from './profile.ts';
import { SQLITE_CAPABILITIES } from './sqlite/capabilities.ts';
import { dataFile } from './sqlite/data-file.ts';
import { DEFAULT_WORKFLOW } from './sqlite/default-workflow.ts';
import { requireNode } from './sqlite/require-node.ts';
import { SqliteTracker } from './sqlite/sqlite-tracker.ts';
import type { Capabilities } from './tracker/capabilities.ts';
import type { Tracker } from './tracker/tracker.ts';
import type { Workflow } from './tracker/workflow.ts';
import { loadWorkflow } from './tracker/workflow-file.ts';

/** What the operator configured, checked. */
export interface Settings {
  file: string;
  projects: readonly string[];
  capabilities: Capabilities;
  /** Tools that a person is always asked about, beside those that ask in any case. */
  asks: ReadonlySet<string>;
  /** What the local user is called. */
  as?: string | undefined;
  /** The scope that makes a caller a customer. */
  customerScope?: string | undefined;
  profile: Profile;
  workflow: Workflow;
  /** What may be attached; left out where nothing may. */
  files?: AttachFrom | undefined;
}

interface Options {
  file?: string | undefined;
  project: readonly string[];
  ask: readonly string[];
  as?: string | undefined;
  customerScope?: string | undefined;
  profile: Profile;
  workflow?: string | undefined;
  attachFrom: readonly string[];
  attachBytes: number;
}

/**
 * Nothing is opened or made yet. Throws `ToolError`: `unavailable` where the driver cannot be loaded, and `invalid_input`
 * for a file that is not as it has to be.
 */
export function prepareTracker(
  { file, project, ask, workflow, attachFrom, attachBytes, ...rest }: Options,
  { warn }: { warn(message: string): void },
): Settings {
  requireNode(process.versions.node);
  const { env, platform } = process;
  return {
    file: file === undefined ? dataFile({ env, platform, home: homedir() }) : resolve(file),
    projects: [...new Set(project)],
    capabilities: SQLITE_CAPABILITIES,
    asks: new Set(ask),
    ...rest,
    files:
      attachFrom.length === 0 ? undefined : new AttachFrom({ folders: attachFrom, most: attachBytes, warn }),
    workflow: workflow === undefined ? DEFAULT_WORKFLOW : loadWorkflow(workflow),
  };
}

/** The domain, as every tool knows it. */
export interface Desk {
  tracker: Tracker;
  asks: ReadonlySet<string>;
  as?: string | undefined;
  /** The scope that makes a caller a customer. */
  customerScope?: string | undefined;
  files?: AttachFrom | undefined;
  close(): void | Promise<void>;
}

/** Throws `ToolError` (`unavailable`) where the tracker cannot be used. */
export async function openTracker({ file, projects, workflow, ...rest }: Settings): Promise<Desk> {
  const tracker = await SqliteTracker.open({ file, projects, workflow });
  return { tracker, ...rest, close: () => tracker.close() };
}
