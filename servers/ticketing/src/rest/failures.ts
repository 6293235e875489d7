import { ToolError } from '@ashlar/kit/errors';
import { clip, quoted } from '@ashlar/kit/files';
import { isNeverSent } from '../remote/answer-error.ts';
import { noSuchTicket } from '../tracker/refusals.ts';
import { NoAnswer, RefusedAnswer } from './answer.ts';

/** Characters of a tracker's own words in one of our sentences, and how many of its sentences. */
const MOST_SAID = 200;
const MOST_SENTENCES = 3;
/** Milliseconds to wait where a limit names no time, and the longest that is told. */
const UNNAMED_MS = 60_000;
const LONGEST_MS = 24 * 60 * 60_000;

/** What was asked for. */
export interface About {
  tracker: string;
  project?: string | undefined;
  /** The ticket, where one was named. */
  id?: string | undefined;
  /** What would allow it. */
  permission?: string | undefined;
  /** How the tracker says that a permission is missing: a regular expression. */
  said?: string | undefined;
}

/** What a caller is told of a failure that changed nothing; anything else is passed on as it is. */
export function fromTracker(error: unknown, about: About, now: number): unknown {
  if (error instanceof NoAnswer) return notAnswered(error, about);
  if (!(error instanceof RefusedAnswer)) return error;
  const { status } = error;
  if (error.isLimit) return limited(error, about, now);
  if (status >= 500) return unavailable(`${about.tracker} fails (${status})`, error);
  if (status >= 300 && status < 400) return moved(error, about);
  if (status === 401) return noLogin(error, about);
  if (status === 403) return notAllowed(about, saidBy(error), error);
  if (status === 404 || status === 410)
    return about.id === undefined ? nowhere(error, about) : noSuchTicket(about.id);
  // Somebody was faster: told by who sent it.
  if (status === 412) return error;
  if (status === 409) return conflicting(error, about);
  if (isDenied(error.response.data, about)) return notAllowed(about, saidBy(error), error);
  if (status === 400 || status === 422) return notTaken(error, about);
  return new ToolError('upstream', `${about.tracker} refused (${status}).`, {
    hint: hintOf(error),
    cause: error,
  });
}

/** Named, where the profile knows it; the tracker's own words stand in the hint. */
export function notAllowed({ tracker, project, permission }: About, said: string, cause?: Error): ToolError {
  const where = project === undefined ? '' : ` in ${quoted(clip(project, 60))}`;
  const needed = permission === undefined ? '' : ` It needs the permission ${quoted(permission)}.`;
  return new ToolError('forbidden', `The token may not do this${where}.${needed}`, {
    hint: `${tracker} refused it${said}. Tell the operator.`,
    cause,
  });
}

function notTaken(error: RefusedAnswer, { tracker }: About): ToolError {
  return new ToolError(
    'invalid_input',
    `${tracker} does not take this${saidBy(error)}. Nothing was changed.`,
    {
      hint: 'describe_tracker has the valid values.',
      cause: error,
    },
  );
}

/** Whether an answer, whatever its status, says that a permission is missing. */
export function isDenied(data: unknown, { said }: Pick<About, 'said'>): boolean {
  return said !== undefined && textsIn(data).some((text) => new RegExp(said, 'i').test(text));
}

function conflicting(error: RefusedAnswer, { tracker }: About): ToolError {
  return new ToolError('conflict', `${tracker} is in another state${saidBy(error)}. Nothing was changed.`, {
    hint: 'Look at the ticket again.',
    cause: error,
  });
}

/** A tracker's words are another's: cleaned, bounded, and between quotes. Empty where it says nothing. */
export function saidBy({ response: { data } }: RefusedAnswer): string {
  return sayings(data);
}

export function sayings(data: unknown): string {
  const all = textsIn(data).slice(0, MOST_SENTENCES);
  return all.length === 0 ? '' : `: ${all.map((one) => quoted(clip(one, MOST_SAID))).join(', ')}`;
}

/** The members in which trackers tell people what is wrong; nothing else of an answer is told. */
const TELLING = ['message', 'error', 'errors', 'error_description', 'detail', 'title'];

function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return data.trim() === '' ? [] : [data.trim()];
  if (Array.isArray(data)) return data.flatMap(textsIn);
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => (TELLING.includes(name) ? textsIn(value) : []));
}

function hintOf(error: RefusedAnswer): string {
  const said = saidBy(error);
  return said === '' ? 'Tell the operator.' : `It said${said}.`;
}

function notAnswered(error: NoAnswer, { tracker }: About): ToolError {
  if (error.isCancelled) return new ToolError('cancelled', 'The call was cancelled.');
  if (error.isTooLarge) {
    return new ToolError('limited', `${tracker} answered more than this server reads.`, {
      hint: 'Ask for less.',
      retryable: false,
      cause: error,
    });
  }
  if (error.isTooLate) return unavailable(`${tracker} did not answer in time`, error);
  return unavailable(`${tracker} ${isNeverSent(error) ? 'cannot be reached' : 'did not answer'}`, error);
}

function unavailable(what: string, cause: Error): ToolError {
  return new ToolError('unavailable', `${what}. Nothing was changed.`, { cause });
}

function limited(error: RefusedAnswer, { tracker }: About, now: number): ToolError {
  const wait = waitOf(String(error.response.headers['retry-after'] ?? ''), now);
  const until = new Date(now + wait).toISOString().replace(/\.\d+Z$/, 'Z');
  return new ToolError('limited', `${tracker} asks to slow down until ${until}. Nothing was changed.`, {
    hint: `Wait ${Math.ceil(wait / 1000)} s. Asking sooner makes it longer.`,
    retryAfterMs: wait,
    cause: error,
  });
}

/** Seconds, or a date: RFC 9110, 10.2.3. */
function waitOf(header: string, now: number): number {
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 1_000), LONGEST_MS) : UNNAMED_MS;
}

function moved(error: RefusedAnswer, { tracker }: About): ToolError {
  return new ToolError('upstream', `${tracker} leads elsewhere (${error.status}), which is not followed.`, {
    hint: 'Tell the operator: the address that is configured may be an old one.',
    cause: error,
  });
}

function noLogin(error: RefusedAnswer, { tracker }: About): ToolError {
  return new ToolError('forbidden', `${tracker} does not take the token of this server.`, {
    hint: 'Tell the operator: it has expired, or was withdrawn. No other one is tried.',
    cause: error,
  });
}

function nowhere(error: RefusedAnswer, { tracker, project }: About): ToolError {
  const what = project === undefined ? 'This' : quoted(clip(project, 60));
  return new ToolError('not_found', `${what} is not there in ${tracker}, or is hidden from the token.`, {
    hint: 'Tell the operator: the project may have been renamed, or the address be another one.',
    cause: error,
  });
}
