import { canonical } from '../canonical.ts';
import type { Caller } from '../context.ts';
import { type CallRecord, failureOf } from '../record/call-record.ts';
import { sha256 } from './chain.ts';
import type { Field, Line } from './field.ts';

const is = (type: string, meaning: string, ocsf: string) => ({ type, meaning, ocsf });

/**
 * All fields of a line, in their order: a field more is an entry more. Their names and their order are what
 * programs read audits by. Everything that came from outside is redacted and bounded.
 */
export const FIELDS = {
  // The place in the chain and the hash are written by `nextLine`.
  chain: is('text', 'which audit the line belongs to', '`attestation.chain_uid`'),
  seq: is('number', 'its number there, from 1', '`metadata.sequence`'),
  prev: is('text', 'hash of the line before', '`attestation.prev_event.fingerprint.value`'),
  time: {
    ...is('text', 'when it began, RFC 3339, UTC', '`time` (as milliseconds), `metadata.original_time`'),
    ofCall: ({ time }) => time.toISOString(),
    ofEvent: ({ time }) => time.toISOString(),
  },
  type: {
    ...is('text', '`call` or `event`', '`metadata.log_name`'),
    ofCall: () => 'call' as const,
    ofEvent: () => 'event' as const,
  },
  'server.name': {
    ...is('text', 'the server', '`api.service.name`, `metadata.product.name`'),
    ofCall: (_, { server }) => server.name,
    ofEvent: (_, { server }) => server.name,
  },
  'server.version': {
    ...is('text', 'its version', '`api.version`, `metadata.product.version`'),
    ofCall: (_, { server }) => server.version,
    ofEvent: (_, { server }) => server.version,
  },
  kind: {
    ...is(
      'text',
      'of a call: `tool`, `resource`, `prompt`, `completion`, `delivery`; of an event: `auth`, `drift`, `waiver`, `lifecycle`',
      '`metadata.event_code`',
    ),
    ofCall: ({ operation }) => operation.kind,
    ofEvent: ({ kind }) => kind,
  },
  name: {
    ...is('text', 'the tool, resource or prompt, who sent a delivery; what happened', '`api.operation`'),
    ofCall: ({ operation }) => operation.name,
    ofEvent: ({ name }) => name,
  },
  access: {
    ...is('text', '`read`, `write` or `destroy`', '`activity_id`: 2, 3, 4'),
    ofCall: ({ operation }) => operation.access,
  },
  requestId: {
    ...is('text or number', "the client's id of the request", '`api.request.uid`'),
    ofCall: ({ exchange }, { redact }) => redact(exchange.requestId) as string | number,
  },
  transport: {
    ...is('text', '`stdio` or `http`', '`src_endpoint.svc_name`'),
    ofCall: ({ exchange }) => exchange.transport,
  },
  caller: {
    ...is('null', 'nobody vouched for one', '`actor` stays empty'),
    ofCall: ({ caller }) => (caller === undefined ? null : {}),
  },
  // A caller always has a subject and a way to be known.
  'caller.subject': {
    ...is('text', 'who called', '`actor.user.uid`'),
    ofCall: ({ caller }) => caller?.subject as string,
  },
  'caller.tenant': {
    ...is('text', 'for whom', '`actor.user.org.uid`, `metadata.tenant_uid`'),
    ofCall: ({ caller }) => caller?.tenant,
  },
  'caller.client': {
    ...is('text', 'by which program, as the credential says', '`actor.application.uid`'),
    ofCall: ({ caller }) => caller?.client,
  },
  'caller.via': {
    ...is(
      'text',
      'known by `stdio`, `open`, or the source of identity, such as `token` or `key`',
      '`unmapped.via`',
    ),
    ofCall: ({ caller }) => caller?.via as Caller['via'],
  },
  'client.name': {
    ...is('text', 'the program as it calls itself; nobody vouches for it', '`unmapped.client.name`'),
    ofCall: ({ exchange: { client } }, { clean }) => client && clean(client.name),
  },
  'client.version': {
    ...is('text', 'its version, likewise', '`unmapped.client.version`'),
    ofCall: ({ exchange: { client } }, { clean }) => client && clean(client.version),
  },
  // An object also where nothing is known of it.
  protocol: { ofCall: () => ({}) },
  'protocol.offered': {
    ...is('text', 'the protocol version that the client offered', '`unmapped.protocol.offered`'),
    ofCall: ({ exchange: { protocol } }, { clean }) =>
      protocol.offered === undefined ? undefined : clean(protocol.offered),
  },
  'protocol.served': {
    ...is('text', 'the one it is served in', '`unmapped.protocol.served`'),
    ofCall: ({ exchange: { protocol } }) => protocol.served,
  },
  'protocol.mismatch': {
    ...is('true', 'only where the two differ', '`unmapped.protocol.mismatch`'),
    ofCall: ({ exchange: { protocol } }) => (protocol.offered === protocol.served ? undefined : true),
  },
  arguments: {
    ...is('any', 'as they were sent, secrets replaced, cut', '`api.request.data`'),
    ofCall: ({ operation }, { redact }) => redact(operation.arguments),
  },
  argumentsSha256: {
    ...is(
      'text',
      'SHA-256 of them before that, as RFC 8785 writes them; absent where they have no such form',
      '`unmapped.arguments_sha256`',
    ),
    ofCall: ({ operation }) => hashOf(operation.arguments),
  },
  outcome: {
    ...is(
      'text',
      '`ok`, `failed`, or `asked`: a person was asked to approve, or the client for more; the call comes again',
      '`status_id`: 1, 2, 99',
    ),
    ofCall: ({ outcome }) => (outcome === 'ok' || outcome === 'asked' ? outcome : 'failed'),
  },
  error: {
    ...is('text', 'how it failed: the code that the caller was given', '`status_code`, `api.response.error`'),
    ofCall: (call: CallRecord) => failureOf(call),
  },
  ms: {
    ...is('number', 'milliseconds it took', '`duration`'),
    ofCall: ({ ms }) => ms,
  },
  bytes: {
    ...is('number', 'bytes of the result', '`unmapped.bytes`'),
    ofCall: ({ cost }) => cost.bytes,
  },
  'tokens.definitions': {
    ...is(
      'number',
      'about what all tools that this caller sees cost a model to know',
      '`unmapped.tokens.definitions`',
    ),
    ofCall: (_, { definitions }) => definitions,
  },
  'tokens.out': {
    ...is('number', 'about what the result costs a model', '`unmapped.tokens.out`'),
    ofCall: ({ cost }) => cost.tokens,
  },
  approval: {
    ...is('text', 'the id of the approval it was asked for or ran with', '`unmapped.approval`'),
    ofCall: ({ approval }) => approval,
  },
  traceId: {
    ...is('text', 'the trace it belongs to (W3C Trace Context)', '`trace.uid`'),
    ofCall: ({ traceId }) => traceId,
  },
  subject: {
    ...is('text', 'of an event: whom it concerns', '`actor.user.uid`'),
    ofEvent: ({ subject }) => subject,
  },
  tenant: {
    ...is('text', 'of an event: whom it concerns', '`actor.user.org.uid`, `metadata.tenant_uid`'),
    ofEvent: ({ tenant }) => tenant,
  },
  details: {
    ...is('object', 'of an event: what is known beside that', '`unmapped.details`'),
    ofEvent: ({ details }, { redact }) => redact(details) as typeof details,
  },
  hash: is('text', 'of the line; see above', '`attestation.fingerprint.value`'),
} satisfies Readonly<Record<string, Field>>;

/** What a line says of a call. */
export type AuditCall = Line<typeof FIELDS, 'ofCall'>;
/** What a line says of anything else. */
export type AuditEvent = Line<typeof FIELDS, 'ofEvent'>;
export type AuditRecord = AuditCall | AuditEvent;

/** Of what was sent, before anything is redacted (RFC 8785); undefined for what has no canonical form. */
function hashOf(args: unknown): string | undefined {
  if (args === undefined) return undefined;
  try {
    return sha256(canonical(args));
  } catch {
    return undefined; // a lone surrogate, or too deep to be walked
  }
}
