import type { AnswerError } from '../remote/answer-error.ts';
import { TooLarge } from './bounded-text.ts';

/** What a tracker answered. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Undefined where nothing was said. */
  data: unknown;
}

interface About {
  method: string;
  /** Without its query, which may hold what people have written. */
  url: string;
}

/** A request that was not answered, or not so that one could know what was done. */
export class NoAnswer extends Error implements AnswerError {
  override readonly name = 'HttpError';
  readonly status = 500;
  readonly request: About;
  readonly response = undefined;

  constructor(request: About, cause: unknown) {
    super(`${request.method} ${request.url} was not answered`, { cause });
    this.request = request;
  }

  get isTooLarge(): boolean {
    return this.cause instanceof TooLarge;
  }

  get isTooLate(): boolean {
    return (this.cause as Error | undefined)?.name === 'TimeoutError';
  }

  get isCancelled(): boolean {
    return (this.cause as Error | undefined)?.name === 'AbortError';
  }
}

/** An answer that is none of those wanted. */
export class RefusedAnswer extends Error implements AnswerError {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly request: About;
  readonly response: NonNullable<AnswerError['response']>;

  constructor(request: About, { status, headers, data }: Answer) {
    super(`${request.method} ${request.url} was answered with ${status}`);
    this.status = status;
    this.request = request;
    this.response = { headers: Object.fromEntries(headers), data };
  }

  get isLimit(): boolean {
    return this.status === 429 || (this.status === 503 && this.response.headers['retry-after'] !== undefined);
  }
}
