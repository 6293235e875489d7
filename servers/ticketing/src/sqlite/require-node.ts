import { ToolError } from '@ashlar/kit/errors';

/** better-sqlite3 13 ends the process without a word below Node-API 10: see docs/decisions/0003. */
const FLOOR = [22, 14] as const;

/** Throws `ToolError` (`unavailable`) for a version of Node that cannot load the SQLite driver. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
  throw new ToolError('unavailable', `SQLite needs Node ${FLOOR.join('.')} or later; this is ${version}.`, {
    retryable: false,
  });
}
