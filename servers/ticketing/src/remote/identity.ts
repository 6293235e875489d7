import { ToolError } from '@ashlar/kit/errors';
import { isAnswerError } from './answer-error.ts';

/** As whom a tracker knows a token; undefined where it is nobody's, as that of an app. */
export interface Account {
  login: string | undefined;
}

/** The token, and whose it is. That is found out before anything else is asked, and never becomes another one. */
export class Identity<A extends Account> {
  readonly #read: () => Promise<string>;
  readonly #whose: (token: string) => Promise<A>;
  #token: string;
  #known: A | undefined;
  #asking: Promise<A> | undefined;
  #renewing: Promise<A | undefined> | undefined;

  /** `read` reads the token anew; `whose` asks the tracker with the token it is given, and throws what it answers. */
  constructor(read: () => Promise<string>, token: string, whose: (token: string) => Promise<A>) {
    this.#read = read;
    this.#token = token;
    this.#whose = whose;
  }

  /** A request that the token was not taken for was not carried out, and is sent once more with a newer one. */
  async ask<Answer>(send: (token: string) => Answer | Promise<Answer>): Promise<Answer> {
    await this.account();
    const used = this.#token;
    try {
      return await send(used);
    } catch (error) {
      if (!isRefused(error) || (await this.#newer(used)) === undefined) throw error;
      return send(this.#token);
    }
  }

  /** Throws what the tracker answers, and asks again the next time. */
  async account(): Promise<A> {
    if (this.#known !== undefined) return this.#known;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Asks anew whose the token is: for trackers that answer also whom they do not know. Throws as `account`. */
  async check(): Promise<A> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<A> {
    const used = this.#token;
    try {
      return this.#keep(await this.#whose(used));
    } catch (error) {
      const newer = isRefused(error) ? await this.#newer(used) : undefined;
      if (newer === undefined) throw error;
      return newer;
    }
  }

  #keep(account: A): A {
    if (this.#known !== undefined && this.#known.login !== account.login) throw otherIdentity();
    this.#known = account;
    return account;
  }

  /** Whose the newer one is; undefined where there is none. Several may be refused at once: it is read once for all. */
  async #newer(used: string): Promise<A | undefined> {
    if (used !== this.#token) return this.#known;
    this.#renewing ??= this.#renew(used).finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #renew(used: string): Promise<A | undefined> {
    const token = await this.#read();
    if (token === used) return undefined;
    const account = this.#keep(await this.#whose(token));
    this.#token = token;
    return account;
  }
}

function isRefused(error: unknown): boolean {
  return isAnswerError(error) && error.status === 401;
}

function otherIdentity(): ToolError {
  return new ToolError('forbidden', 'The token of this server was changed for one of another account.', {
    hint: 'Tell the operator: start the server anew if that is meant.',
  });
}
