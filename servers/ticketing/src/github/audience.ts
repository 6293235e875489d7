import type { Audience } from '../tracker/audience.ts';
import type { Doing } from '../tracker/tracker.ts';
import { aborted, type GithubDesk } from './desk.ts';
import type { Repository } from './repository.ts';

/** Milliseconds for which an answer is taken for true: a repository can be made public. */
const TRUE_FOR_MS = 60_000;

/** Who can see the issues of a repository. */
export class Audiences {
  readonly #known = new Map<Repository, { at: number; audience: Audience }>();

  async of(desk: GithubDesk, repository: Repository, { signal }: Doing): Promise<Audience> {
    const known = this.#known.get(repository);
    const now = desk.clock();
    if (known !== undefined && Math.abs(now - known.at) < TRUE_FOR_MS) return known.audience;
    const { data } = await desk.ask(repository, undefined, (octokit, at) =>
      octokit.rest.repos.get({ ...at, ...aborted(signal) }),
    );
    const audience = audienceOf(data);
    this.#known.set(repository, { at: now, audience });
    return audience;
  }
}

/** An internal one is seen by all of an enterprise, and so of the tenant. */
function audienceOf({ private: isPrivate, visibility }: { private: boolean; visibility?: string }): Audience {
  if (!isPrivate) return 'everybody';
  return visibility === 'internal' ? 'tenant' : 'project';
}
