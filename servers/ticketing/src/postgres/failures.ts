import { ToolError } from '@ashlar/kit/errors';

/** What PostgreSQL says of a failure: https://www.postgresql.org/docs/current/protocol-error-fields.html */
interface Said extends Error {
  code?: string;
  severity?: string;
  table?: string;
  constraint?: string;
}

/** Two transactions were in each other's way, and one had to go: it can be begun again. */
export function isInTheWay(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error) ?? '');
}

/** The server itself refused, and is still there: nothing of the transaction is. */
export function isRefusal(error: unknown): boolean {
  return codeOf(error) !== undefined && (error as Said).severity === 'ERROR';
}

/** What a caller is told of a failure of PostgreSQL that changed nothing. Texts of tickets are not passed on to the log. */
export function fromFailure(error: unknown): unknown {
  if (error instanceof ToolError) return error;
  const code = codeOf(error);
  if (code === undefined) return isOfTheDriver(error) ? gone(error) : error;
  if (isInTheWay(error)) return unavailable('Too many write at once', error);
  if (code === '57014' || code === '55P03') return unavailable('The database did not answer in time', error);
  if (code === '53300') return unavailable('The database takes no more connections', error);
  if (/^(?:53|54)/.test(code)) return unavailable('The database has no room left', error);
  if (code === '25006') return unavailable('The database can only be read now', error);
  if (code === '42501') return refused('The role may not use the tables of the tickets.', error);
  if (/^(?:28|3D)/.test(code)) return refused('The database does not let this server in.', error);
  if (/^(?:08|57|58|XX)/.test(code) || (error as Said).severity === 'FATAL') return gone(error);
  return new Error(`PostgreSQL: ${code} ${(error as Said).constraint ?? (error as Said).table ?? ''}`.trim());
}

/** A write whose answer was lost: what is known to nobody is not told as done, nor as not done. */
export function unknownOutcome(cause: unknown): ToolError {
  return new ToolError(
    'upstream',
    'The answer of the database was lost: nobody knows whether this was written.',
    {
      hint: 'Look before you repeat it: get_ticket and search_tickets show what is there. With the same key, a repeated create_ticket or comment_ticket answers what was done.',
      retryable: false,
      cause: causeOf(cause),
    },
  );
}

/** SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function codeOf(error: unknown): string | undefined {
  const { code, severity } = (error ?? {}) as Said;
  return typeof code === 'string' && severity !== undefined ? code : undefined;
}

/** A connection that cannot be made, or has ended, has a code of the system, or these words. */
function isOfTheDriver(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as Said;
  if (typeof code === 'string') return /^(?:E[A-Z]+|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS)/.test(code);
  const isPlain = Object.getPrototypeOf(error) === Error.prototype;
  return isPlain && /connection|timeout|client was closed|SSL|SASL|cannot use a pool/i.test(message);
}

function gone(cause: unknown): ToolError {
  return unavailable('The database is not there, or ended the connection', cause);
}

function unavailable(what: string, cause: unknown): ToolError {
  return new ToolError('unavailable', `${what}. Nothing was changed.`, { cause: causeOf(cause) });
}

export function refused(message: string, cause?: unknown): ToolError {
  return new ToolError('unavailable', message, {
    retryable: false,
    hint: 'Tell the operator: the details are in the log of the server.',
    ...(cause === undefined ? {} : { cause: causeOf(cause) }),
  });
}

/** For the log: without the fields in which PostgreSQL repeats rows, and the driver its settings. */
function causeOf(error: unknown): Error {
  const { code, message } = (error ?? {}) as Said;
  return new Error(code === undefined ? String(message) : `${code}: ${message}`);
}
