import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError } from '../../src/errors.ts';
import { createGuard, type GuardOptions } from '../../src/files/guard/create-guard.ts';
import { createDeny } from '../../src/files/guard/deny.ts';
import type { Guard, Held } from '../../src/files/guard/guard.ts';
import type { Root } from '../../src/files/roots/root.ts';

/** One of the two ways in which a guard can hold things; `skipped` says why it cannot be tried here. */
export interface Way {
  way: string;
  platform: NodeJS.Platform;
  skipped: string | undefined;
}

const { platform: here } = process;
export const WAYS: Way[] = [
  {
    way: 'by descriptor',
    platform: 'linux',
    skipped: here === 'linux' ? undefined : 'Holding by descriptor exists on Linux only.',
  },
  {
    way: 'by name',
    // On Linux, as another system that has the same rules for paths.
    platform: here === 'linux' ? 'freebsd' : here,
    skipped: here === 'win32' ? 'These tests are written for POSIX paths and links.' : undefined,
  },
];

export interface Arena {
  /** Real path of the folder around everything. */
  base: string;
  /** `allowed`, the root; beside it `allowed_evil` and `outside`, each with a `secret.txt`. */
  root: string;
  outside: string;
  /** Writes a file below the base, with the folders it needs. */
  write(path: string, text?: string): void;
  guard(options?: Partial<GuardOptions>): Guard;
  remove(): void;
}

/** A folder of its own with one root and places outside it that hold secrets. */
export function makeArena(platform: NodeJS.Platform = process.platform): Arena {
  const base = realpathSync.native(mkdtempSync(join(tmpdir(), 'ashlar-guard-')));
  const root = join(base, 'allowed');
  const write = (path: string, text = path) => {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  };
  mkdirSync(root);
  write('allowed_evil/secret.txt', 'SECRET');
  write('outside/secret.txt', 'SECRET');
  return {
    base,
    root,
    outside: join(base, 'outside'),
    write,
    guard: (options = {}) =>
      createGuard({ roots: [rootAt(root)], denied: createDeny(), warn: () => {}, platform, ...options }),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

export function rootAt(real: string, rest: Partial<Root> = {}): Root {
  return { name: real.slice(real.lastIndexOf('/') + 1), given: real, real, writable: true, ...rest };
}

/** Reads what is held, as a tool does, and lets go of it. */
export function textOf(held: Held): string {
  try {
    // A FIFO that gets this far must fail the test, not hang it.
    const fd = held.open(constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  } finally {
    held.close();
  }
}

export interface Refusal {
  code: string;
  message: string;
  hint: string | undefined;
}

/** What a call was refused with. Fails when it was not refused, or by anything but a `ToolError`. */
export function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint };
  }
  throw new Error('This was not refused.');
}
