import type { Caller } from '../context.ts';
import type { Access } from '../define.ts';
import type { ErrorCode } from '../errors.ts';

/** What a client says of itself. Nobody vouches for it: it is recorded, and decides nothing. */
export interface ClaimedClient {
  name: string;
  version: string;
}

/** One call that has ended, for everyone who keeps records of calls: the one shape they all read. */
export interface CallRecord {
  /** When it began. */
  time: Date;
  kind: 'tool' | 'resource' | 'prompt' | 'completion';
  name: string;
  access: Access;
  requestId: string | number;
  transport: 'stdio' | 'http';
  /** Undefined where nobody vouched for one. */
  caller: Caller | undefined;
  client: ClaimedClient | undefined;
  /** The protocol versions that the client offered and that it is served in; they differ after a fallback. */
  protocol: { offered: string | undefined; served: string | undefined };
  /** The arguments as they were sent: whoever writes them down redacts them. */
  arguments: unknown;
  /** How it ended: `asked` means that a person was asked and nothing has run yet. */
  outcome: 'ok' | 'asked' | ErrorCode;
  /** Milliseconds it took. */
  ms: number;
  /** Bytes of the result as JSON; 0 where it failed. */
  bytes: number;
  /** About how many tokens of text the result costs a model (see `estimateTokens`); 0 where it failed. */
  tokens: number;
  /** The id of the approval it was asked for or ran with. */
  approval: string | undefined;
  /** The trace it belongs to (W3C Trace Context), 32 hex digits. */
  traceId: string | undefined;
}

/** Something that happened outside of a call: somebody was refused, a key drifts, the server started. */
export interface EventRecord {
  time: Date;
  kind: 'auth' | 'drift' | 'waiver' | 'lifecycle';
  /** In a few fixed words, so that it can be counted: `refused`, `key near expiry`, `issuer changed keys`. */
  name: string;
  /** Who it concerns, as far as known. */
  subject?: string;
  tenant?: string;
  /** What is known beside that; never a credential. */
  details: Readonly<Record<string, unknown>>;
}

/** Keeps records. Each is told of everything; what it says back is in `admit` and `settled`. */
export interface Recorder {
  /**
   * Asked before anything runs. Throws `ToolError` (`unavailable`) for a call that must be recorded and could
   * not be.
   */
  admit?(operation: Pick<CallRecord, 'access'>): void;
  call?(record: CallRecord): void;
  event?(record: EventRecord): void;
  /**
   * Waited for before the answer to a call that changes something is sent. Rejects with `ToolError` where its
   * record may be lost.
   */
  settled?(): Promise<void>;
  close?(): Promise<void>;
}

/** Whoever keeps records of one server. */
export interface Recorded {
  recorders: readonly Recorder[];
}

/** Tells all who keep records of something that happened outside of a call, now. */
export function tell({ recorders }: Recorded, event: Omit<EventRecord, 'time'>): void {
  const record = { time: new Date(), ...event };
  for (const recorder of recorders) recorder.event?.(record);
}
