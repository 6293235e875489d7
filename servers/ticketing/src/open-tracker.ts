import { ToolError } from '@ashlar/kit/errors';
import type { Action } from './actions/action.ts';
import { loadActions } from './actions/action-file.ts';
import { AttachFrom } from './attach/attachable.ts';
import type { Chosen } from './backends/backend.ts';
import { chooseBackend } from './backends/backends.ts';
import { noted } from './flow/noted.ts';
import type { Profile } from './profile.ts';
import type { Tracker } from './tracker/tracker.ts';

/** How the operator has people work with it, whatever the tracker. */
interface House {
  /** Tools that a person is always asked about, beside those that ask in any case. */
  asks: ReadonlySet<string>;
  /** What the local user is called. */
  as?: string | undefined;
  /** What may be attached; left out where nothing may. */
  files?: AttachFrom | undefined;
}

/** What the operator configured, checked. */
export interface Settings extends Chosen, House {
  profile: Profile;
  /** What the operator lets be done beyond the tracker, a tool each. */
  actions: readonly Action[];
}

/** The domain, as every tool knows it. */
export interface Desk extends House, Pick<Chosen, 'customerScope'> {
  tracker: Tracker;
  close(): void | Promise<void>;
}

interface Options {
  ask: readonly string[];
  as?: string | undefined;
  profile: Profile;
  attachFrom: readonly string[];
  attachBytes: number;
  actions?: string | undefined;
  /** Those of the backend. */
  [option: string]: unknown;
}

/**
 * Nothing is opened or made yet. Throws `OptionError`, and `ToolError` where a driver cannot be loaded and for what the
 * tracker cannot keep.
 */
export function prepareTracker(
  { ask, as, profile, attachFrom, attachBytes, actions, ...options }: Options,
  { warn }: { warn(message: string): void },
  tools: readonly { name: string }[],
): Settings {
  const chosen = chooseBackend(options, process.env);
  if (attachFrom.length > 0 && !chosen.capabilities.attachments) {
    throw new ToolError('invalid_input', '--attach-from: this tracker keeps no files. Leave it out.');
  }
  if (actions !== undefined && !chosen.capabilities.actions) {
    throw new ToolError('invalid_input', '--actions: this tracker keeps no books of them. Leave it out.');
  }
  const files =
    attachFrom.length === 0 ? undefined : new AttachFrom({ folders: attachFrom, most: attachBytes, warn });
  return {
    ...chosen,
    asks: new Set(ask),
    as,
    profile,
    files,
    actions: actions === undefined ? [] : loadActions(actions, tools),
  };
}

/** Throws `ToolError` (`unavailable`) where the tracker cannot be used. */
export async function openTracker({ open, asks, as, files, customerScope }: Settings): Promise<Desk> {
  const tracker = await open();
  return { tracker: noted(tracker), asks, as, files, customerScope, close: () => tracker.close() };
}
