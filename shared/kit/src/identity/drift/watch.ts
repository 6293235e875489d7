import type { ApiKeys } from '../keys/api-keys.ts';
import type { KeyUse } from '../keys/key-use.ts';
import type { Principal } from '../principal.ts';
import type { Refused } from '../refused.ts';
import { scopesOf } from '../scopes.ts';
import { type AuthPolicy, authPolicy, LOOK_EVERY } from './auth-policy.ts';
import { Drift, type Warned, type Warning } from './drift.ts';
import { keyConcerns } from './key-drift.ts';
import { RefusalRate } from './refusal-rate.ts';
import { tokenConcerns } from './token-drift.ts';

interface Watching extends Warned {
  server: { name: string };
  options: { authPolicy: readonly string[] };
}

/** Watches over all that is known of credentials and their issuer, and warns while there is still time. */
export class IdentityWatch {
  readonly #drift: Drift;
  readonly #policy: AuthPolicy;
  readonly #catalog: readonly string[];
  readonly #rates = new Map<string, RefusalRate>();
  /** Tokens that were looked at; one is verified anew every now and then, and then looked at again. */
  readonly #lookedAt = new WeakSet<Principal>();
  #looking: NodeJS.Timeout | undefined;

  constructor(host: Watching) {
    this.#drift = new Drift(host);
    this.#policy = authPolicy(host.options.authPolicy);
    // Scopes of tools, and that of `/metrics`.
    this.#catalog = [...scopesOf(host.server.name), `${host.server.name}:metrics`];
  }

  tokenAdmitted(principal: Principal): void {
    if (this.#lookedAt.has(principal)) return;
    this.#lookedAt.add(principal);
    for (const concern of tokenConcerns(principal, this.#policy, this.#catalog)) this.#drift.warn(concern);
  }

  /** Somebody who has no credential yet is on the way to one, and nothing went wrong. */
  refused({ reason }: Refused): void {
    if (reason === 'no credential') return;
    const [kind = reason] = reason.split(/[ :]/);
    const rate = this.#rates.get(kind) ?? new RefusalRate();
    this.#rates.set(kind, rate);
    const details = rate.count();
    if (details !== undefined) this.#drift.warn({ kind: 'refusals rising', about: kind, details });
  }

  issuerChanged(what: 'metadata' | 'all keys', names: readonly string[]): void {
    this.#drift.warn({ kind: `issuer changed ${what}`, about: 'issuer', details: { names } });
  }

  keyUseNotKept(error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    this.#drift.warn({ kind: 'key use not kept', about: 'file', details: { code } });
  }

  /** Looks at all keys now and every few minutes: most of what happens to a key happens while nobody calls. */
  lookAfter(keys: ApiKeys, use: KeyUse): void {
    const look = () => {
      try {
        const uses = use.all();
        for (const concern of keyConcerns(keys.all(), (id) => uses.get(id), this.#policy)) {
          this.#drift.warn(concern);
        }
      } catch {
        // A file of keys that cannot be read lets nobody in, and every request says so.
      }
    };
    look();
    this.#looking = setInterval(look, LOOK_EVERY).unref();
  }

  warnings(): Warning[] {
    return this.#drift.warnings();
  }

  close(): void {
    clearInterval(this.#looking);
  }
}
