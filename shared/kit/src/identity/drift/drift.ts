import QuickLRU from 'quick-lru';
import type { Log } from '../../log/log.ts';
import { type Recorded, tell } from '../../record/recorder.ts';
import { SAID_ONCE } from './auth-policy.ts';

/** What creeps up on whoever runs a server, in words that can be counted. */
export type DriftKind =
  | 'key old'
  | 'key ends soon'
  | 'key about to end'
  | 'key unused'
  | 'key use not kept'
  | 'token lives long'
  | 'token scope unknown'
  | 'token scope too wide'
  | 'clock skew'
  | 'refusals rising'
  | 'issuer changed metadata'
  | 'issuer changed all keys';

export interface Concern {
  kind: DriftKind;
  /** What it is about: the id of a key, a client, a kind of refusal. Never a credential. */
  about: string;
  tenant?: string | undefined;
  details?: Readonly<Record<string, unknown>>;
}

/** Things that were found within the hour, as far as anybody may know of them. */
export interface Warning {
  kind: DriftKind;
  count: number;
}

/** Concerns remembered at the most; a caller cannot make more of them than it has credentials. */
const MAX_CONCERNS = 1_000;

/** Who is warned: the log, and all who keep records. */
export interface Warned extends Recorded {
  log: Pick<Log, 'warn'>;
}

/** Says once an hour, to the log and all who keep records, that something about identity is not as it should be. */
export class Drift {
  readonly #host: Warned;
  readonly #said = new QuickLRU<string, Concern>({ maxSize: MAX_CONCERNS, maxAge: SAID_ONCE });

  constructor(host: Warned) {
    this.#host = host;
  }

  warn(concern: Concern): void {
    const { kind, about, tenant, details = {} } = concern;
    const key = `${kind} ${tenant ?? ''} ${about}`;
    if (this.#said.has(key)) return;
    this.#said.set(key, concern);
    this.#host.log.warn(`auth drift: ${kind}`, {
      about,
      ...(tenant !== undefined && { tenant }),
      ...details,
    });
    tell(this.#host, {
      kind: 'drift',
      name: kind,
      subject: about,
      ...(tenant !== undefined && { tenant }),
      details,
    });
  }

  /** What was found, by kind and number: probes are asked by anybody, so nobody is named. */
  warnings(): Warning[] {
    const counts = new Map<DriftKind, number>();
    for (const { kind } of this.#said.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }
}
