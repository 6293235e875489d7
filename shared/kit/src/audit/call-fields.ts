import type { Redact } from '../log/redact.ts';
import type { CallRecord, ClaimedClient, EventRecord } from '../record/recorder.ts';
import type { AuditCall, AuditEvent } from './audit-record.ts';
import { canonical } from './canonical.ts';
import { sha256 } from './chain.ts';

/** Makes what a line says of a call. Everything that came from outside is redacted and bounded. */
export function auditCall(
  record: CallRecord,
  about: {
    server: AuditCall['server'];
    definitions: number;
    redact: Redact;
    clean: (name: string) => string;
  },
): AuditCall {
  const { kind, name, access, requestId, transport, outcome, ms, bytes, approval, traceId } = record;
  const { redact } = about;
  const hash = hashOf(record.arguments);
  const failed = outcome !== 'ok' && outcome !== 'asked';
  return {
    time: record.time.toISOString(),
    type: 'call',
    server: about.server,
    ...{ kind, name, access, requestId: idOf(requestId, redact), transport },
    caller: callerOf(record.caller),
    ...(record.client !== undefined && { client: clientOf(record.client, about.clean) }),
    protocol: protocolOf(record.protocol, about.clean),
    ...(record.arguments !== undefined && { arguments: redact(record.arguments) }),
    ...(hash !== undefined && { argumentsSha256: hash }),
    ...(failed ? { outcome: 'failed', error: outcome } : { outcome }),
    ms,
    bytes,
    tokens: { definitions: about.definitions, out: record.tokens },
    ...(approval !== undefined && { approval }),
    ...(traceId !== undefined && { traceId }),
  };
}

/** Makes what a line says of an event. */
export function auditEvent(record: EventRecord, server: AuditEvent['server'], redact: Redact): AuditEvent {
  const { time, kind, name, subject, tenant, details } = record;
  return {
    time: time.toISOString(),
    type: 'event',
    server,
    ...{ kind, name },
    ...(subject !== undefined && { subject }),
    ...(tenant !== undefined && { tenant }),
    details: redact(details) as AuditEvent['details'],
  };
}

/** The inside of the object, for a line that has more of it before and behind. */
export function fieldsOf(record: AuditCall | AuditEvent): string {
  return JSON.stringify(record).slice(1, -1);
}

function idOf(id: string | number, redact: Redact): string | number {
  return typeof id === 'number' ? id : (redact(id) as string);
}

function callerOf(caller: CallRecord['caller']): AuditCall['caller'] {
  if (caller === undefined) return null;
  const { scopes: _, ...rest } = caller;
  return rest;
}

function clientOf({ name, version }: ClaimedClient, clean: (name: string) => string): ClaimedClient {
  return { name: clean(name), version: clean(version) };
}

function protocolOf(
  { offered, served }: CallRecord['protocol'],
  clean: (name: string) => string,
): AuditCall['protocol'] {
  return {
    ...(offered !== undefined && { offered: clean(offered) }),
    ...(served !== undefined && { served }),
    ...(offered !== served && { mismatch: true }),
  };
}

/** Of what was sent, before anything is redacted (RFC 8785); undefined for what has no canonical form. */
function hashOf(args: unknown): string | undefined {
  if (args === undefined) return undefined;
  try {
    return sha256(canonical(args));
  } catch {
    return undefined; // a lone surrogate, or too deep to be walked
  }
}
