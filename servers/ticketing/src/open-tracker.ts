import type { Chosen } from './backends/backend.ts';
import { chooseBackend } from './backends/backends.ts';
import type { Tracker } from './tracker/tracker.ts';

/** How the operator has people work with it, whatever the tracker. */
interface House {
  /** Tools that a person is always asked about, beside those that ask in any case. */
  asks: ReadonlySet<string>;
  /** What the local user is called. */
  as: string | undefined;
}

/** What the operator configured, checked. */
export interface Settings extends Chosen, House {}

/** The domain, as every tool knows it. */
export interface Desk extends House {
  tracker: Tracker;
  close(): void | Promise<void>;
}

interface Options {
  ask: readonly string[];
  as?: string | undefined;
  /** Those of the backend. */
  [option: string]: unknown;
}

/** Nothing is opened or made yet. Throws `OptionError`, and `ToolError` where a driver cannot be loaded. */
export function prepareTracker({ ask, as, ...options }: Options): Settings {
  return { ...chooseBackend(options, process.env), asks: new Set(ask), as };
}

/** Throws `ToolError` (`unavailable`) where the tracker cannot be used. */
export async function openTracker({ open, asks, as }: Settings): Promise<Desk> {
  const tracker = await open();
  return { tracker, asks, as, close: () => tracker.close() };
}
