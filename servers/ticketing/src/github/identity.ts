import { ToolError } from '@ashlar/kit/errors';
import { isAnswerError } from './answer-error.ts';
import type { Octokit } from './load-octokit.ts';
import { readToken, type TokenSource } from './token.ts';

/** Options of a request as hooks have them, and what becomes of it. */
export interface RequestOptions {
  method: string;
  headers: Record<string, unknown>;
  request?: object;
}
export type Request<Options extends RequestOptions, Answer> = (options: Options) => Answer | Promise<Answer>;

/** As whom GitHub is asked: undefined for the token of an app, which is nobody's. */
interface Known {
  login: string | undefined;
}

/** The token, and whose it is. That is found out before anything else is asked, and never becomes another one. */
export class Identity {
  readonly #source: TokenSource;
  readonly #octokit: Octokit;
  #token: string;
  #known: Known | undefined;
  #asking: Promise<Known> | undefined;
  #renewing: Promise<boolean> | undefined;

  constructor(source: TokenSource, token: string, octokit: Octokit) {
    this.#source = source;
    this.#token = token;
    this.#octokit = octokit;
  }

  /** A request that GitHub did not take the token for was not carried out, and is sent once more with a newer one. */
  async ask<Options extends RequestOptions, Answer>(
    request: Request<Options, Answer>,
    options: Options,
  ): Promise<Answer> {
    const { trying, isWhose } = (options.request ?? {}) as { trying?: string; isWhose?: boolean };
    if (trying !== undefined) return request(withToken(options, trying));
    if (isWhose !== true) await this.login();
    const used = this.#token;
    try {
      return await request(withToken(options, used));
    } catch (error) {
      const isRefused = isAnswerError(error) && error.status === 401;
      if (!isRefused || !(await this.#isNewer(used))) throw error;
      return request(withToken(options, this.#token));
    }
  }

  /** Throws what GitHub answers, and asks again the next time. */
  async login(): Promise<string | undefined> {
    if (this.#known === undefined) {
      this.#asking ??= this.#whose({ isWhose: true }).finally(() => {
        this.#asking = undefined;
      });
      this.#known = await this.#asking;
    }
    return this.#known.login;
  }

  /** Several may be refused at once; the token is read once for all of them. */
  async #isNewer(used: string): Promise<boolean> {
    if (used !== this.#token) return true;
    this.#renewing ??= this.#renew(used).finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #renew(used: string): Promise<boolean> {
    const token = await readToken(this.#source);
    if (token === used) return false;
    const { login } = await this.#whose({ trying: token });
    if (this.#known !== undefined && this.#known.login !== login) throw otherIdentity();
    this.#token = token;
    return true;
  }

  /** The token of an app may not ask whose it is. */
  async #whose(request: { trying: string } | { isWhose: true }): Promise<Known> {
    try {
      const { data } = await this.#octokit.rest.users.getAuthenticated({ request });
      return { login: data.login };
    } catch (error) {
      if (isAnswerError(error) && error.status === 403 && isOfApp(error)) return { login: undefined };
      throw error;
    }
  }
}

/** Not one of the limits, which are 403 as well. */
function isOfApp({ message }: Error): boolean {
  return /not accessible by integration/i.test(message);
}

/** Octokit's hooks share one object of options: what is not written into it does not reach the next one. */
function withToken<Options extends RequestOptions>(options: Options, token: string): Options {
  options.headers = { ...options.headers, authorization: `token ${token}` };
  return options;
}

function otherIdentity(): ToolError {
  return new ToolError('forbidden', 'The token of this server was changed for one of another account.', {
    hint: 'Tell the operator: start the server anew if that is meant.',
  });
}
