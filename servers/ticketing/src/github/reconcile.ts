import type { GithubDesk } from './desk.ts';
import { type Account, personOf } from './person.ts';
import { same } from './repository.ts';

interface Made {
  html_url: string;
  created_at: string;
  user: Account | null;
}

/** From when on something may be that was sent at a time. */
export function sinceText(desk: GithubDesk, begun: number): string {
  return new Date(desk.earliest(begun)).toISOString();
}

/** Whether something can be what this process sent and got no answer for. */
export function isMine(
  desk: GithubDesk,
  { html_url, created_at, user }: Made,
  { login, begun }: { login: string | undefined; begun: number },
): boolean {
  if (desk.made.has(html_url) || Date.parse(created_at) < desk.earliest(begun)) return false;
  // The token of an app does not say as whom it writes, but that is a bot.
  return login === undefined ? personOf(user).role === 'bot' : user !== null && same(user.login, login);
}
