import { ToolError } from '@ashlar/kit/errors';
import { idOf, type Repository, same } from './repository.ts';
import { isSigned } from './signature.ts';

/** What is told of issues, and of their comments. */
const EVENTS = ['issues', 'issue_comment'];
/** What GitHub calls a delivery: a GUID. */
const NAME = /^[\w-]{1,100}$/;

/** What was sent, with names in lower case and the bytes as they came. */
interface Delivery {
  headers: Readonly<Record<string, unknown>>;
  body: Uint8Array;
}

type Listener = (ids: readonly string[]) => void;

/** The part of a payload that counts. */
interface Payload {
  repository?: { full_name?: unknown } | null;
  issue?: { number?: unknown; pull_request?: unknown } | null;
}

/** What GitHub tells by a webhook of the repositories that are allowed: which of their issues have changed. */
export class GithubNews {
  readonly #repositories: readonly Repository[];
  readonly #secret: string;
  readonly #listeners = new Set<Listener>();

  constructor(repositories: readonly Repository[], secret: string) {
    this.#repositories = repositories;
    this.#secret = secret;
  }

  /** Until the returned function is called. */
  listen(told: Listener): () => void {
    // A function of its own for each, so that one who listens twice is told twice.
    const listener: Listener = (ids) => told(ids);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What GitHub calls a delivery that was signed with the secret of the webhook; undefined for any other. */
  proven({ headers, body }: Delivery): string | undefined {
    const name = headers['x-github-delivery'];
    if (!isSigned(this.#secret, body, headers['x-hub-signature-256'])) return undefined;
    return typeof name === 'string' && NAME.test(name) ? name : undefined;
  }

  /** Throws `ToolError` (`invalid_input`) for what is no JSON: a webhook can be set up to send forms. */
  take({ headers, body }: Delivery): void {
    if (!EVENTS.includes(String(headers['x-github-event']))) return;
    const id = this.#ticketIn(payloadOf(body));
    if (id === undefined) return;
    for (const listener of this.#listeners) listener([id]);
  }

  /** Undefined for other repositories and for pull requests, which are issues to GitHub. */
  #ticketIn({ repository: named, issue }: Payload): string | undefined {
    const number = issue?.number;
    const repository = this.#repositories.find(({ owner, name }) =>
      same(`${owner}/${name}`, String(named?.full_name)),
    );
    const isOurs = repository !== undefined && (issue?.pull_request ?? undefined) === undefined;
    return isOurs && Number.isSafeInteger(number) ? idOf({ repository, number: Number(number) }) : undefined;
  }
}

function payloadOf(body: Uint8Array): Payload {
  try {
    const payload: unknown = JSON.parse(Buffer.from(body).toString());
    if (typeof payload === 'object' && payload !== null) return payload;
  } catch {}
  throw new ToolError('invalid_input', 'The delivery is no JSON.', {
    hint: 'Set the content type of the webhook to application/json.',
    retryable: false,
  });
}
