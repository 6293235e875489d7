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
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
]);

/** Whether a write may have been done although it failed: its answer was lost, or the tracker failed on the way. */
export function isUncertain(error: unknown): boolean {
  if (!isAnswerError(error)) return false;
  return error.response === undefined ? !isNeverSent(error) : error.status >= 500;
}

export function isNeverSent(error: Error): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (NEVER_SENT.has(String((cause as { code?: unknown }).code))) return true;
  }
  return false;
}
