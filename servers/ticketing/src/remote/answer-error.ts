/** What is thrown where an answer is an error, or there is none (`response` undefined, `status` 500). */
export interface AnswerError extends Error {
  status: number;
  request: { method: string; url: string };
  response?: { headers: Record<string, string | number | undefined>; data: unknown } | undefined;
}

export function isAnswerError(error: unknown): error is AnswerError {
  return error instanceof Error && error.name === 'HttpError' && 'status' in error && 'request' in error;
}

export function headerOf({ response }: AnswerError, name: string): string | undefined {
  const value = response?.headers[name];
  return value === undefined || value === '' ? undefined : String(value);
}

/** Failures before a connection was there. */
const NEVER_SENT = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'],
  // A certificate is looked at before anything is sent.
  ...['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
]);
/** Failures of a route: it may be lost while an answer is awaited, too. */
const OF_A_ROUTE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT']);

/** Refused with these, a request may have been carried out all the same. */
const IN_DOUBT = new Set([408, 425]);

/** Whether a write may have been done although it failed: its answer was lost, or the tracker failed on the way. */
export function isUncertain(error: unknown): boolean {
  if (!isAnswerError(error)) return false;
  return error.response === undefined ? !isNeverSent(error) : isInDoubt(error.status);
}

/** Whether a write that was answered so may have been done: also what stands in between answers so. */
export function isInDoubt(status: number): boolean {
  return status >= 500 || IN_DOUBT.has(status);
}

/** Whether nothing can have reached whom it was for. In doubt it did. */
export function isNeverSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    // Of a host with several addresses, each has its own failure.
    const failures: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
    if (failures.length > 0 && failures.every(isOfConnecting)) return true;
  }
  return false;
}

function isOfConnecting(failure: unknown): boolean {
  const { code, syscall } = failure as { code?: unknown; syscall?: unknown };
  return NEVER_SENT.has(String(code)) || (OF_A_ROUTE.has(String(code)) && syscall === 'connect');
}
