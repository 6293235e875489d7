import type { Log } from './log/log.ts';

/** Who is calling. */
export interface Caller {
  subject: string;
  tenant?: string;
  /** The client program, as the credential names it (not as the client claims). */
  client?: string;
  scopes: readonly string[];
  /** How the caller was known: the local user of a stdio server, an open loopback port, a token or a key. */
  via: 'stdio' | 'open' | 'token' | 'key';
}

/** What a tool, resource or prompt receives beside its input: the server's domain and these. */
export type CallContext<Domain> = Domain & {
  caller: Caller;
  /** Aborts when the client cancels, disconnects, or the call's time is up. */
  signal: AbortSignal;
  /** Tells a waiting client how far the call is; does nothing when the client did not ask. */
  progress(done: number, total?: number, message?: string): void;
  log: Log;
};
