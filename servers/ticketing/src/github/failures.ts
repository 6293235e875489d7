import { ToolError } from '@ashlar/kit/errors';
import { clip, quoted } from '@ashlar/kit/files';
import { type AnswerError, headerOf, isAnswerError } from '../remote/answer-error.ts';
import { unknownOutcome as lostAnswer } from '../remote/unknown-outcome.ts';
import { noSuchTicket } from '../tracker/refusals.ts';
import { limitOf } from './limits.ts';

/** Characters of GitHub's own words in one of our sentences. */
const MOST_SAID = 200;

/** What was asked for. */
interface About {
  /** Of a repository, `acme/web`. */
  repository: string;
  /** The ticket, where one was named. */
  id?: string | undefined;
}

/** What a caller is told of a failure of GitHub that changed nothing; anything else is passed on as it is. */
export function fromGithub(error: unknown, about: About, now = Date.now()): unknown {
  if (error instanceof Error && error.name === 'AbortError') {
    return new ToolError('cancelled', 'The call was cancelled.');
  }
  if (!isAnswerError(error)) return error;
  if (error.response === undefined) return noAnswer('cannot be reached, or did not answer', error);
  if (error.status >= 500) return noAnswer(`fails (${error.status})`, error);
  return limitOf(error, now) ?? refusalOf(error, about);
}

function refusalOf(error: AnswerError, { repository, id }: About): ToolError {
  const { status } = error;
  if (status === 401) return noLogin(error);
  if (status === 422 || status === 400) return notValid(error);
  const isMissing = status === 404 || status === 410 || (status >= 300 && status < 400);
  if (isMissing) return id === undefined ? noRepository(repository, error) : noSuchTicket(id);
  if (status === 403) return notAllowed(repository, error);
  return new ToolError('upstream', `GitHub refused (${status})${saidBy(error)}.`, { cause: error });
}

/** GitHub tells which permission would do, of either kind of token. */
function notAllowed(repository: string, error: AnswerError): ToolError {
  const needed =
    headerOf(error, 'x-accepted-github-permissions') ?? headerOf(error, 'x-accepted-oauth-scopes');
  const has = headerOf(error, 'x-oauth-scopes');
  const which = needed === undefined ? '' : ` It needs ${permissions(needed)}`;
  const instead = which !== '' && has !== undefined ? `, and has ${permissions(has)}` : '';
  return new ToolError(
    'forbidden',
    `The token may not do this in ${repository}.${which === '' ? '' : `${which}${instead}.`}`,
    { hint: `GitHub refused it${saidBy(error)}. Tell the operator.`, cause: error },
  );
}

/** `issues=write; metadata=read` and `repo, public_repo` as they may stand in a sentence. */
function permissions(header: string): string {
  const names = header
    .split(/[;,]/)
    .map((one) => one.trim())
    .filter((one) => /^[\w:=-]{1,60}$/.test(one));
  return names.length === 0 ? 'a permission that it does not name' : names.join(', ');
}

function notValid(error: AnswerError): ToolError {
  const { errors } = (error.response?.data ?? {}) as { errors?: unknown };
  const fields = Array.isArray(errors) ? errors.flatMap(fieldOf).slice(0, 5) : [];
  const which = fields.length === 0 ? '' : `: ${fields.join(', ')}`;
  return new ToolError('invalid_input', `GitHub does not take this${which}. Nothing was changed.`, {
    hint: `GitHub said${saidBy(error)}.`,
    cause: error,
  });
}

function fieldOf(error: unknown): string[] {
  if (typeof error === 'string') return [quoted(clip(error, MOST_SAID))];
  const { field, code, message } = (error ?? {}) as Record<string, unknown>;
  const named = [field, message ?? code].filter((one) => typeof one === 'string');
  return named.length === 0 ? [] : [quoted(clip(named.join(' '), MOST_SAID))];
}

function noLogin(cause: Error): ToolError {
  return new ToolError('forbidden', 'GitHub does not take the token of this server.', {
    hint: 'Tell the operator: it has expired, or was withdrawn. No other one is tried.',
    cause,
  });
}

function noRepository(repository: string, cause: Error): ToolError {
  return new ToolError(
    'not_found',
    `${repository} is not there, has no issues, or is hidden from the token.`,
    {
      hint: 'Tell the operator: the repository may have moved, or its issues be turned off.',
      cause,
    },
  );
}

function noAnswer(what: string, cause: Error): ToolError {
  return new ToolError('unavailable', `GitHub ${what}. Nothing was changed.`, { cause });
}

/** A write to GitHub whose answer was lost. */
export function unknownOutcome(what: string, hint: string, cause: unknown): ToolError {
  return lostAnswer('GitHub', what, hint, cause);
}

/** GitHub's words are another's, and stand between quotes. Octokit adds where to read on, which says nothing here. */
function saidBy({ message }: AnswerError): string {
  const said = message.replace(/ - https:\/\/\S+$/, '');
  return ` ${quoted(clip(said, MOST_SAID))}`;
}
