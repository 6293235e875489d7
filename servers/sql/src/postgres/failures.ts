import { ToolError } from '@ashlar/kit/errors';
import { refused, said, timedOut, tooLarge } from '../engine/refusals.ts';

interface DatabaseError extends Error {
  code?: string;
  severity?: string;
  hint?: string;
}

/** Of the classes of a connection that is gone, those that are of a statement: values that do not fit, and what PostgreSQL did not foresee. */
const SAYINGS = new Set(['08P01', 'XX000']);

/** SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function fromPostgres(error: unknown, timeoutMs: number): ToolError {
  if (error instanceof ToolError) return error;
  const { code = '', severity, message, hint } = error as DatabaseError;
  if (severity === undefined) return gone(error);
  if (code === '57014') return timedOut(timeoutMs);
  if (code === '25006') return refused('would write, and the transaction is read-only.');
  if (code === '42501') {
    return new ToolError('forbidden', said(message).message, {
      hint: 'Ask for what this role may read.',
      cause: error,
    });
  }
  if (code === '53200' || code === '54000')
    return tooLarge('needs more memory than a value or a query may take.');
  if (SAYINGS.has(code) && severity === 'ERROR') return said(message, error);
  if (/^(?:08|53|57|58|XX)/.test(code) || severity === 'FATAL' || severity === 'PANIC') return gone(error);
  return said(hint === undefined ? message : `${message} (${hint})`, error);
}

function gone(cause: unknown): ToolError {
  return new ToolError('unavailable', 'The database is not there, or ended the connection.', { cause });
}
