import type { Caller } from '../context.ts';
import type { Access } from '../define.ts';
import type { ErrorCode } from '../errors.ts';
import type { CallRecord, ClaimedClient, EventRecord } from '../record/recorder.ts';

interface Common {
  /** When it began, RFC 3339 in UTC. */
  time: string;
  server: { name: string; version: string };
}

/** What a line says of a call; docs/audit.md has the meaning of every field. */
export interface AuditCall extends Common {
  type: 'call';
  kind: CallRecord['kind'];
  name: string;
  access: Access;
  requestId: string | number;
  transport: CallRecord['transport'];
  /** Null where nobody vouched for one. */
  caller: Omit<Caller, 'scopes'> | null;
  client?: ClaimedClient;
  protocol: { offered?: string; served?: string; mismatch?: true };
  arguments?: unknown;
  argumentsSha256?: string;
  outcome: 'ok' | 'asked' | 'failed';
  error?: ErrorCode;
  ms: number;
  bytes: number;
  tokens: { definitions: number; out: number };
  approval?: string;
  traceId?: string;
}

/** What a line says of anything else. */
export interface AuditEvent extends Common {
  type: 'event';
  kind: EventRecord['kind'];
  name: string;
  subject?: string;
  tenant?: string;
  details: Readonly<Record<string, unknown>>;
}

export type AuditRecord = AuditCall | AuditEvent;

/** Events that the file itself writes, because of what happened to it. */
export const CONTINUED = 'continued';
export const RECOVERED = 'recovered';
