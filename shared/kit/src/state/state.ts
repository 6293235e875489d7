import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** At most `points` in `seconds`, counted from the first. */
export interface Rate {
  points: number;
  seconds: number;
}

/**
 * What instances of a server must agree on while they serve the same callers: what was used once, how much was
 * used, what is remembered of a caller, and the secret that handles are sealed with. In memory for one process; shared by `--state`.
 * Where the store cannot be reached, nothing is answered from memory instead: what cannot be checked is refused.
 */
export interface State {
  /**
   * Whether `id` is new in the last `ms` milliseconds, and takes it: of all who ask, one is told true.
   * Throws `ToolError` (`unavailable`) where that cannot be told.
   */
  first(id: string, ms: number): Promise<boolean>;
  /** Keeps a text for `ms` milliseconds, in the place of what was kept under this id. */
  keep(id: string, text: string, ms: number): Promise<void>;
  /** What is kept. Throws `ToolError` (`unavailable`) where that cannot be told. */
  kept(id: string): Promise<string | undefined>;
  /** For how many milliseconds until now nothing that was kept is forgotten: who began later knows less. */
  remembers(): number;
  /**
   * A limiter whose counts are shared; `name` keeps several apart. Its `consume` rejects with a `RateLimiterRes`
   * over the limit, and with an `Error` where the store cannot be reached.
   */
  limiter(name: string, rate: Rate): RateLimiterAbstract;
  /** 32 bytes, the same on every instance. Not to be kept: a store that lost it gives another one to all. */
  secret(): Promise<Uint8Array>;
  /** Throws `ToolError` (`unavailable`) where the store cannot be reached now: for `/readyz`. */
  check(): Promise<void>;
  close(): Promise<void>;
}
