import {
  cleanLeftovers,
  createDeny,
  createGuard,
  type Guard,
  type Held,
  prepareRoots,
  type Root,
  type Slot,
  targetSlot,
} from '@ashlar/kit/files';
import { createWalks, type Walks } from './walk/jobs.ts';

/** What the operator configured, checked. */
export interface Settings {
  roots: readonly Root[];
  deny: readonly string[];
  allow: readonly string[];
}

/** The files below the roots, as the tools use them: the guard for one path, the walks for many. */
export interface Files {
  roots: readonly Root[];
  guard: Guard;
  walks: Walks;
  /** The slot that a write to a path goes to; see `targetSlot`. The first one clears what killed writes have left. */
  slotToWrite(path: string, options?: { makeFolders?: boolean }): Slot;
}

/** What the operator configured, as the options give it. */
export interface Configured {
  roots: readonly string[];
  deny: readonly string[];
  allow: readonly string[];
}

interface Start {
  readOnly: boolean;
  warn(message: string): void;
}

/** Looks at what the configuration names. Throws `ToolError` where no root is left or a pattern is wrong. */
export function prepareFiles({ roots, deny, allow }: Configured, start: Start): Settings {
  createDeny({ deny, allow });
  return { roots: prepareRoots(roots, start), deny, allow };
}

export function openFiles(
  { roots, deny, allow }: Settings,
  { warn }: Pick<Start, 'warn'>,
): { files: Files; close(): Promise<void> } {
  const guard = createGuard({ roots, denied: createDeny({ deny, allow }), warn });
  const walks = createWalks({ roots, deny, allow });
  let cleaned = false;
  const slotToWrite: Files['slotToWrite'] = (path, options) => {
    if (!cleaned) void cleanLeftovers(guard, writableRoots(roots));
    cleaned = true;
    return targetSlot(guard, path, options);
  };
  return { files: { roots, guard, walks, slotToWrite }, close: () => walks.close() };
}

/** The roots that may be written to, by the paths that stand for them. */
function writableRoots(roots: readonly Root[]): string[] {
  return roots.filter(({ writable }) => writable).map(({ name }) => (roots.length > 1 ? name : '.'));
}

/** Holds a path for as long as a task takes. */
export async function holding<T>(
  guard: Guard,
  path: string,
  task: (held: Held) => Promise<T> | T,
): Promise<T> {
  const held = guard.hold(path);
  try {
    return await task(held);
  } finally {
    held.close();
  }
}

/** The path that stands for the first root. */
export function firstRoot({ roots }: Files): string {
  return roots.length > 1 ? (roots[0]?.name ?? '.') : '.';
}
