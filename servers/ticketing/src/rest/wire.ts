import { type Answer, NoAnswer, RefusedAnswer } from './answer.ts';
import { boundedText } from './bounded-text.ts';

/** Milliseconds that one request may take, its answer included. */
export const REQUEST_MS = 30_000;
/** Bytes of an answer that are read. */
export const MOST_BYTES = 8 * 1024 * 1024;
/** Milliseconds before a read that failed on the way is tried again; once. */
const AGAIN_MS = 500;

/** One request, made of a profile. */
export interface Sent {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below the address of the tracker, its values encoded: `/issues/12.json`. */
  path: string;
  query: readonly (readonly [name: string, value: string])[];
  body?: unknown;
  headers: Readonly<Record<string, string>>;
  /** What may stand in no answer, not even where the tracker says it. */
  secret: string;
  signal?: AbortSignal | undefined;
}

/** Requests to one tracker at one address, and to nowhere else. */
export class Wire {
  readonly #base: URL;
  readonly #requestMs: number;
  readonly #mostBytes: number;

  /** `base` ends without a slash. */
  constructor(base: string, { requestMs = REQUEST_MS, mostBytes = MOST_BYTES } = {}) {
    this.#base = new URL(base);
    this.#requestMs = requestMs;
    this.#mostBytes = mostBytes;
  }

  /**
   * Reads are tried a second time where they failed on the way; writes never are. Throws `NoAnswer` and
   * `RefusedAnswer`, neither of which holds a header of the request.
   */
  async send(sent: Sent): Promise<Answer> {
    if (sent.method !== 'GET') return this.#once(sent);
    try {
      return await this.#once(sent);
    } catch (error) {
      if (!isPassing(error) || sent.signal?.aborted === true) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      return this.#once(sent);
    }
  }

  async #once({ method, path, query, body, headers, secret, signal }: Sent): Promise<Answer> {
    const url = this.#address(path, query);
    const about = { method, url: `${url.origin}${url.pathname}` };
    const ending = AbortSignal.any([AbortSignal.timeout(this.#requestMs), ...(signal ? [signal] : [])]);
    const answer = await this.#fetched(about, async () => {
      // Nothing is followed: an answer that leads elsewhere would take the token there.
      const response = await fetch(url, {
        method,
        headers: {
          ...headers,
          accept: 'application/json',
          'user-agent': 'ashlar-ticketing',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        redirect: 'manual',
        signal: ending,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = without(secret, await boundedText(response, this.#mostBytes));
      return { status: response.status, headers: response.headers, text };
    });
    return parsed(about, answer, secret);
  }

  #address(path: string, query: Sent['query']): URL {
    const base = this.#base.href.replace(/\/+$/, '');
    const url = new URL(`${base}${path}`);
    // Nothing of a path can do that; should it once, nothing is sent.
    if (url.origin !== this.#base.origin || !url.href.startsWith(`${base}/`))
      throw new Error('left its address');
    for (const [name, value] of query) url.searchParams.append(name, value);
    return url;
  }

  async #fetched<T>(about: { method: string; url: string }, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw new NoAnswer(about, cause);
    }
  }
}

/** No answer, and none from the tracker itself. A limit is told, and not waited for. */
function isPassing(error: unknown): boolean {
  if (error instanceof RefusedAnswer) return [502, 503, 504].includes(error.status) && !error.isLimit;
  return error instanceof NoAnswer && !error.isCancelled && !error.isTooLarge && !error.isTooLate;
}

function parsed(
  about: { method: string; url: string },
  { status, headers, text }: { status: number; headers: Headers; text: string },
  secret: string,
): Answer {
  const data = jsonOf(text, secret);
  // What was written is said to be elsewhere, where nothing is asked: it is looked for, as if nothing had been said.
  if (status === 303 && about.method !== 'GET') throw new NoAnswer(about, new Error('see other'));
  if (status < 200 || status >= 300) {
    throw new RefusedAnswer(about, { status, headers, data: data ?? text.slice(0, 2_000) });
  }
  // What answers something else than JSON is not the tracker, or is broken: what it has done is not known.
  if (data === undefined && text.trim() !== '') throw new NoAnswer(about, new Error('no JSON'));
  return { status, headers, data };
}

/** JSON can write a text in several ways: where it may have, the secret is looked for again in what that means. */
function jsonOf(text: string, secret: string): unknown {
  const clean = (_name: string, value: unknown) =>
    typeof value === 'string' ? without(secret, value) : value;
  try {
    return text.includes('\\') ? JSON.parse(text, clean) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function without(secret: string, text: string): string {
  return text.replaceAll(secret, '…');
}
