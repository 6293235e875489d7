import type { GithubDesk } from './desk.ts';
import { type Account, personOf } from './person.ts';
import { same } from './repository.ts';

/** Milliseconds by which GitHub's clock and this one may differ. */
const SKEW_MS = 120_000;

interface Made {
  html_url: string;
  created_at: string;
  user: Account | null;
}

/** From when on something may be that was sent at a time. */
export function sinceText(begun: number): string {
  return new Date(begun - SKEW_MS).toISOString();
}

/** Whether something can be what this process sent and got no answer for. */
export function isMine(
  desk: GithubDesk,
  { html_url, created_at, user }: Made,
  { login, begun }: { login: string | undefined; begun: number },
): boolean {
  if (desk.made.has(html_url) || Date.parse(created_at) < begun - SKEW_MS) return false;
  // The token of an app does not say as whom it writes, but that is a bot.
  return login === undefined ? personOf(user).role === 'bot' : user !== null && same(user.login, login);
}

/** Whether GitHub's text is the one that was sent: it ends lines in its own way, and trims. */
export function sameText(theirs: string | null | undefined, sent: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return plain(theirs ?? '') === plain(sent);
}
