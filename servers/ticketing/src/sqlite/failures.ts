import { ToolError } from '@ashlar/kit/errors';

/** The code of a failure of SQLite, such as `SQLITE_BUSY_SNAPSHOT`; undefined for any other failure. */
function sqliteCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(sqliteCode(error) ?? '');
}

/** What a caller is told of a failure below the tracker; anything else is passed on as it is. Nothing was written. */
export function fromFailure(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === undefined) return error;
  if (isBusy(error)) return unavailable('Another program holds the tickets and was not done in time.', error);
  if (/^SQLITE_(?:FULL|IOERR)/.test(code)) {
    return unavailable('The disk is full or fails. Nothing was changed.', error);
  }
  if (/^SQLITE_(?:READONLY|PERM|CANTOPEN|AUTH)/.test(code)) {
    return unavailable('The file of the tickets cannot be written to.', error, false);
  }
  if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) {
    return unavailable('The file of the tickets is damaged, or is none.', error, false);
  }
  return error;
}

function unavailable(message: string, cause: unknown, retryable = true): ToolError {
  const hint = retryable ? undefined : 'Tell the operator: the details are in the log of the server.';
  return new ToolError('unavailable', message, { retryable, cause, ...(hint === undefined ? {} : { hint }) });
}
