import { Identity } from '../remote/identity.ts';
import { readToken, type TokenSource } from '../remote/token.ts';
import { httpError } from './http-error.ts';
import { loadOctokit, type Octokit } from './load-octokit.ts';
import { type RequestOptions, whoseToken, withToken } from './whose-token.ts';

/** Milliseconds that one request may take. */
const REQUEST_MS = 30_000;
/** Tries of a read after the first one failed on the way; plugin-retry waits 1 s and 4 s. */
const RETRIES = 2;
/** Seconds that a read waits for a limit to end. */
const PATIENCE = 2;
/** The status of an answer that has done what was asked, and says nothing. */
const NO_CONTENT = 204;

type Throttling = Record<string, unknown>;

export interface Connecting {
  token: TokenSource;
  /** Default: `https://api.github.com`; `https://HOST/api/v3` for GitHub Enterprise. */
  baseUrl?: string | undefined;
  /** More of the options of plugin-throttling: groups of its own, or a Redis that several processes share. */
  throttle?: Throttling | undefined;
  requestMs?: number | undefined;
  /** Milliseconds since 1970. */
  clock?: (() => number) | undefined;
}

export interface Client {
  octokit: Octokit;
  /** As whom GitHub knows the token; undefined for the token of an app, which is nobody's. */
  login(): Promise<string | undefined>;
  /** Milliseconds by which GitHub's clock was ahead of this one when it last answered. */
  ahead(): number;
}

/**
 * GitHub, asked with one identity. The token is read anew when GitHub takes it no more, once, and used only where it
 * is the same account's. Reads are tried again; writes never are. Throws `ToolError` (`unavailable`) where packages
 * or a token are missing.
 */
export async function connect({
  token: source,
  baseUrl,
  throttle,
  requestMs,
  clock = Date.now,
}: Connecting): Promise<Client> {
  const GithubClient = await loadOctokit();
  const octokit = new GithubClient({
    userAgent: 'ashlar-ticketing',
    ...(baseUrl === undefined ? {} : { baseUrl }),
    request: { fetch: timed(requestMs ?? REQUEST_MS), redirect: 'manual' },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    retry: { retries: RETRIES, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    throttle: { ...throttle, onRateLimit: isWorthWaiting, onSecondaryRateLimit: isWorthWaiting },
  });
  const read = () => readToken(source, 'GitHub');
  let ahead = 0;
  const identity = new Identity(read, await read(), (token) => whoseToken(octokit, token));
  octokit.hook.wrap('request', async (request, options) => {
    // A write is sent once, whatever becomes of it: what was lost on the way is found out, and not repeated.
    if (options.method !== 'GET') options.request = { ...options.request, retries: 0 };
    const { trying } = (options.request ?? {}) as { trying?: string };
    const send = (token: string) => request(withToken(options as RequestOptions, token) as typeof options);
    const response = await (trying === undefined ? identity.ask(send) : send(trying));
    const theirs = Date.parse(response.headers.date ?? '');
    if (Number.isFinite(theirs)) ahead = theirs - clock();
    return understood(response);
  });
  return { octokit, login: async () => (await identity.account()).login, ahead: () => ahead };
}

function quiet(): void {}

/** Each try has a time of its own, which begins when it is sent: waiting for its turn does not count. */
function timed(ms: number): typeof fetch {
  return (input, init) => {
    const signals = [AbortSignal.timeout(ms), ...(init?.signal ? [init.signal] : [])];
    return fetch(input, { ...init, signal: AbortSignal.any(signals) });
  };
}

/** A limit is told to the caller unless it is over at once: who waits holds up others. */
function isWorthWaiting(
  seconds: number,
  { method }: { method: string },
  _octokit: unknown,
  tries: number,
): boolean {
  return method === 'GET' && tries === 0 && seconds <= PATIENCE;
}

/**
 * What has moved is not followed: it may lead out of the repositories that are allowed. What is no JSON was cut off on its
 * way, or is not GitHub's: it says as little of what was done as no answer.
 */
function understood<Answer extends { status: number; headers: object; url: string; data: unknown }>(
  response: Answer,
): Answer {
  const { status, url, data } = response;
  if (status >= 300) throw httpError('moved', url, { status, response });
  const isJson = typeof data === 'object' && data !== null && !(data instanceof ArrayBuffer);
  if (!isJson && status !== NO_CONTENT) throw httpError('is no JSON', url);
  return response;
}
