import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError } from '../../src/errors.ts';
import { createGuard } from '../../src/files/guard/create-guard.ts';
import { createDeny } from '../../src/files/guard/deny.ts';
import type { Guard, Slot } from '../../src/files/guard/guard.ts';

/** A folder to write in, seen through a guard. */
export interface Desk {
  root: string;
  guard: Guard;
  path(name: string): string;
  put(name: string, content: string | Buffer): void;
  text(name: string): string;
  /** All names below the root, sorted; folders with a slash. */
  names(): string[];
  /** Holds a slot for as long as a task takes. */
  slot<T>(name: string, task: (slot: Slot) => Promise<T>): Promise<T>;
  remove(): void;
}

export function makeDesk(base = tmpdir()): Desk {
  const root = realpathSync.native(mkdtempSync(join(base, 'ashlar-desk-')));
  return { ...openDesk(root), remove: () => rmSync(root, { recursive: true, force: true }) };
}

export function openDesk(root: string): Omit<Desk, 'remove'> {
  const guard = createGuard({
    roots: [{ name: 'desk', given: root, real: root, writable: true }],
    denied: createDeny(),
    warn: () => {},
  });
  const path = (name: string) => join(root, name);
  return {
    root,
    guard,
    path,
    put(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
    },
    text: (name) => readFileSync(path(name), 'utf8'),
    names: () => namesBelow(root).sort(),
    async slot(name, task) {
      const slot = guard.slot(name);
      try {
        return await task(slot);
      } finally {
        slot.close();
      }
    },
  };
}

/** Node's own recursive listing goes through links. */
function namesBelow(folder: string, above = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = above + entry.name;
    if (!entry.isDirectory()) return [name];
    return [`${name}/`, ...namesBelow(join(folder, entry.name), `${name}/`)];
  });
}

/** What a call was refused with. Fails when it was not refused, or by anything but a `ToolError`. */
export async function refusalOf(act: Promise<unknown>): Promise<ToolError> {
  try {
    await act;
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('This was not refused.');
}
