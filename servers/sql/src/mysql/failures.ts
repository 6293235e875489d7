import { ToolError } from '@ashlar/kit/errors';
import { refused, said, timedOut } from '../engine/refusals.ts';

/** Numbers of errors: of MySQL and of MariaDB where a statement takes too long, or was ended. */
const TOO_LONG = new Set([3024, 1969, 1317]);
const READ_ONLY = new Set([1792, 1290, 1836]);
const MAY_NOT = new Set([1044, 1142, 1143, 1227, 1370]);

export function fromMysql(error: unknown, timeoutMs: number): ToolError {
  if (error instanceof ToolError) return error;
  const {
    errno = 0,
    sqlState,
    message,
    fatal,
  } = error as Error & {
    errno?: number;
    sqlState?: string;
    fatal?: boolean;
  };
  if (TOO_LONG.has(errno)) return timedOut(timeoutMs);
  if (READ_ONLY.has(errno)) return refused('would write, and the transaction is read-only.');
  if (MAY_NOT.has(errno)) {
    const hint = 'Ask for what this login may read.';
    return new ToolError('forbidden', said(message).message, { hint, cause: error });
  }
  if (sqlState === undefined || fatal === true || /^08/.test(sqlState)) {
    return new ToolError('unavailable', 'The database is not there, or ended the connection.', {
      cause: error,
    });
  }
  return said(message, error);
}
