import type { Caller } from '../context.ts';
import type { Access } from '../define.ts';
import type { ErrorCode } from '../errors.ts';
import type { ResultCost } from './result-cost.ts';

/** What a client says of itself. Nobody vouches for it: it is recorded, and decides nothing. */
export interface ClaimedClient {
  name: string;
  version: string;
}

/** What is asked for, as data. */
export interface Asked {
  kind: 'tool' | 'resource' | 'prompt' | 'completion' | 'delivery';
  name: string;
  access: Access;
  /** The method it is asked for with, where it is not the one of its kind. */
  method?: string;
  /** The arguments as they were sent: whoever writes them down redacts them. */
  arguments: unknown;
}

/** How it is asked for, as far as the request says it. */
export interface Asking {
  requestId: string | number;
  transport: 'stdio' | 'http';
  era: 'legacy' | 'modern';
  client: ClaimedClient | undefined;
  /** The protocol versions that the client offered and that it is served in; they differ after a fallback. */
  protocol: { offered: string | undefined; served: string | undefined };
  /** W3C Trace Context as the client sent it (`_meta`, SEP-414). */
  trace: Readonly<Partial<Record<'traceparent' | 'tracestate' | 'baggage', string>>>;
}

/**
 * One call that has ended, for everyone who keeps records of calls: what was there anyway, and how it ended. What
 * each of them makes of it stands in a table of theirs: `audit/fields.ts`, `usage/metrics.ts`.
 */
export interface CallRecord {
  /** When it began. */
  time: Date;
  operation: Asked;
  exchange: Asking;
  /** Undefined where nobody vouched for one. */
  caller: Caller | undefined;
  /** How it ended: `asked` means that the client was asked something first, and the call comes again. */
  outcome: 'ok' | 'asked' | ErrorCode;
  /** Milliseconds it took. */
  ms: number;
  /** What its result costs; nothing where it failed. */
  cost: ResultCost;
  /** The id of the approval it was asked for or ran with. */
  approval: string | undefined;
  /** The trace it belongs to (W3C Trace Context), 32 hex digits. */
  traceId: string | undefined;
}

/** How a call failed; undefined where it did not. */
export function failureOf({ outcome }: Pick<CallRecord, 'outcome'>): ErrorCode | undefined {
  return outcome === 'ok' || outcome === 'asked' ? undefined : outcome;
}
