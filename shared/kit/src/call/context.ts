import type { Log } from '../log/log.ts';
import type { CallRecord, ClaimedClient } from '../record/records.ts';
import type { Handles } from '../state/handles.ts';

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
  /** For what a call gives away and the same caller brings back in a later call of the same tool. */
  handles: Handles;
};

/** One request as the transports hand it to the path of a call: no headers, no tokens, no SDK. */
export interface Exchange {
  requestId: string | number;
  transport: 'stdio' | 'http';
  /** Undefined where nobody vouched for the caller; then nothing runs. */
  caller: Caller | undefined;
  signal: AbortSignal;
  era: 'legacy' | 'modern';
  /** What the client says of itself; nobody vouches for it. */
  client: ClaimedClient | undefined;
  protocol: CallRecord['protocol'];
  /** Whether the client can put a question to a person (elicitation, form mode). */
  canAsk: boolean;
  /** What it answered to our questions, and the state we gave with them; both as untrusted as any input. */
  answers: Readonly<Record<string, unknown>> | undefined;
  answeredState: string | undefined;
  /** W3C Trace Context as the client sent it (`_meta`, SEP-414). */
  trace: Readonly<Partial<Record<'traceparent' | 'tracestate' | 'baggage', string>>>;
  notifyProgress: ((progress: { progress: number; total?: number; message?: string }) => void) | undefined;
}
