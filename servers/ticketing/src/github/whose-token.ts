import { isAnswerError } from '../remote/answer-error.ts';
import type { Account } from '../remote/identity.ts';
import type { Octokit } from './load-octokit.ts';

/** Options of a request as hooks have them. */
export interface RequestOptions {
  headers: Record<string, unknown>;
}

/** As whom GitHub knows a token. That of an app may not ask, and is nobody's. Throws what GitHub answers. */
export async function whoseToken(octokit: Octokit, token: string): Promise<Account> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated({ request: { trying: token } });
    return { login: data.login };
  } catch (error) {
    if (isAnswerError(error) && error.status === 403 && isOfApp(error)) return { login: undefined };
    throw error;
  }
}

/** Not one of the limits, which are 403 as well. */
function isOfApp({ message }: Error): boolean {
  return /not accessible by integration/i.test(message);
}

/** Octokit's hooks share one object of options: what is not written into it does not reach the next one. */
export function withToken<Options extends RequestOptions>(options: Options, token: string): Options {
  options.headers = { ...options.headers, authorization: `token ${token}` };
  return options;
}
