import { ToolError } from '@ashlar/kit/errors';
import type { Account } from '../remote/identity.ts';
import { textAt } from './json-path.ts';
import type { Profile } from './profile.ts';
import type { Request } from './profile-parts.ts';
import type { Values } from './template.ts';

export interface RestAccount extends Account {
  /** What assigning takes. */
  me: string | undefined;
}

/** Whose a token is, as the tracker says. Throws what it answers, and `ToolError` where it does not say. */
export async function whoseToken(
  { name, identity }: Pick<Profile, 'name' | 'identity'>,
  token: string,
  ask: (request: Request, values: Values) => Promise<{ data: unknown }>,
): Promise<RestAccount> {
  if (identity === undefined) return { login: undefined, me: undefined };
  const [, account = ''] =
    identity.account === undefined ? [] : (new RegExp(identity.account).exec(token) ?? []);
  if (identity.account !== undefined && account === '') throw noForm(name);
  const { data } = await ask(identity.request, { account });
  const login = textAt(data, identity.login);
  if (login === undefined || login === '') throw nobody(name);
  return { login, me: identity.id === undefined ? login : textAt(data, identity.id) };
}

function noForm(tracker: string): ToolError {
  return new ToolError('unavailable', `The token of this server has not the form of one for ${tracker}.`, {
    hint: 'Tell the operator: it does not say whose it is.',
    retryable: false,
  });
}

function nobody(tracker: string): ToolError {
  return new ToolError('forbidden', `${tracker} does not say whose the token of this server is.`, {
    hint: 'Tell the operator: nothing is asked in the name of nobody.',
  });
}
