import type { Caller } from '../context.ts';
import type { CallRecord, ClaimedClient } from '../record/recorder.ts';
import type { Traced } from '../telemetry/telemetry.ts';

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
  trace: Traced['trace'];
  notifyProgress: ((progress: { progress: number; total?: number; message?: string }) => void) | undefined;
}
