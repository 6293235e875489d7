import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ToolError } from '@ashlar/kit/errors';
import { throwIfCancelled } from '@ashlar/kit/files';
import { loadSqlite } from '../search/sqlite.ts';

const PAUSE_MS = 50;

/**
 * Waits until no other call of this or another process renames in the vault whose lock this file is. The lock is one of
 * the system on the file, taken by SQLite: it ends with the process, however that ends. Returns what lets go of it.
 * Throws `ToolError`: `conflict` once `patienceMs` have passed, `cancelled`, `unavailable`.
 */
export async function lockRenames(
  path: string,
  patienceMs: number,
  signal?: AbortSignal,
): Promise<() => void> {
  const sqlite = loadSqlite();
  if (sqlite === undefined) throw unavailable('this version of Node has no SQLite to lock with');
  const until = performance.now() + patienceMs;
  for (;;) {
    throwIfCancelled(signal);
    const release = tryLock(sqlite, path);
    if (release !== undefined) return release;
    if (performance.now() >= until) throw busy();
    await wait(PAUSE_MS);
  }
}

function tryLock(sqlite: NonNullable<ReturnType<typeof loadSqlite>>, path: string): (() => void) | undefined {
  let database: InstanceType<typeof sqlite.DatabaseSync>;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    database = new sqlite.DatabaseSync(path);
  } catch (cause) {
    throw unavailable('its lock cannot be opened', cause);
  }
  try {
    database.exec('BEGIN EXCLUSIVE');
    return () => database.close();
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw unavailable('its lock cannot be taken', error);
  }
}

/** SQLITE_BUSY, sqlite.org/rescode.html. */
function isBusy(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;
}

function busy(): ToolError {
  return new ToolError('conflict', 'Another rename in this vault is under way.', {
    hint: 'Try again in a few seconds.',
    retryable: true,
    retryAfterMs: 2_000,
  });
}

function unavailable(why: string, cause?: unknown): ToolError {
  return new ToolError('unavailable', `Nothing can be renamed now: ${why}.`, { retryable: false, cause });
}
