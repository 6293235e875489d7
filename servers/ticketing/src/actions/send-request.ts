import { isInDoubt, isNeverSent } from '../remote/answer-error.ts';
import type { ActionRequest } from './action.ts';

/** Milliseconds that a request may take. */
const PATIENCE_MS = 20_000;
/** Bytes of an answer in which its reference is looked for. */
const MOST_BYTES = 65_536;
/** Characters of a reference. */
const MOST_REFERENCE = 100;

export interface Sending {
  url: string;
  /** Of the request, for good: who gets it twice does it once, where they know of such keys. */
  number: string;
  token: string | undefined;
  body: object;
}

/** What came of it. `why` is for the caller, and says nothing of what was answered but its status. */
export type Came =
  | { outcome: 'done'; reference?: string }
  | { outcome: 'refused'; why: string }
  | { outcome: 'unknown'; why: string };

/** Sends it once, whatever happens; never throws. Nothing is followed elsewhere, where the token would go along. */
export async function sendRequest(
  request: ActionRequest,
  { url, number, token, body }: Sending,
): Promise<Came> {
  try {
    const answer = await fetch(url, {
      method: request.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'idempotency-key': number,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return await cameOf(answer, request);
  } catch (error) {
    return isNeverSent(error)
      ? { outcome: 'refused', why: 'the service cannot be reached' }
      : { outcome: 'unknown', why: 'its answer was lost' };
  }
}

async function cameOf(answer: Response, { reference }: ActionRequest): Promise<Came> {
  const { status, ok } = answer;
  if (!ok) {
    await answer.body?.cancel().catch(() => {});
    const isRefused = status >= 400 && !isInDoubt(status);
    return { outcome: isRefused ? 'refused' : 'unknown', why: `it answered with ${status}` };
  }
  const found =
    reference === undefined ? undefined : await referenceIn(answer, reference).catch(() => undefined);
  if (found === undefined) await answer.body?.cancel().catch(() => {});
  return { outcome: 'done', ...(found === undefined ? {} : { reference: found }) };
}

/** Whatever else the answer holds stays here. */
async function referenceIn(answer: Response, field: string): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  const value = (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> | null)?.[field];
  return typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, MOST_REFERENCE)
    : undefined;
}
