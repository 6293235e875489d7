import type { Caller } from '../context.ts';
import type { Access } from '../define.ts';
import { mayUse } from '../identity/permit.ts';
import type { Redact } from '../log/redact.ts';
import type { Named } from '../manifest.ts';
import type { CallRecord, EventRecord, Recorder } from '../record/recorder.ts';
import { tokensByTool } from '../surface/definition-tokens.ts';
import type { Surface } from '../surface/surface.ts';
import { auditCall, auditEvent, fieldsOf } from './call-fields.ts';
import { Refusals } from './refusals.ts';
import type { Sink } from './sink.ts';

const MAX_NAMES = 1_000;
/** Characters of a name that is remembered. */
const MAX_NAME = 128;

/** The server that is audited. */
export interface Audited {
  server: Named;
  surface: Surface;
}

/** Writes a line of every call and every event, to all that were asked for. */
export class AuditRecorder implements Recorder {
  readonly #host: Audited;
  readonly #sinks: readonly Sink[];
  readonly #redact: Redact;
  readonly #clean: (name: string) => string;
  readonly #server: { name: string; version: string };
  readonly #definitions: Readonly<Record<string, number>>;
  readonly #refusals = new Refusals((more, since) => {
    const details = { more, since: since.toISOString() };
    this.#tellOf({ time: new Date(), kind: 'auth', name: 'refused', details });
  });
  /** Tokens of the tools that a caller sees, by what the caller may do. */
  readonly #seen = new Map<string, number>();
  /** The same by caller: one caller sends many requests. */
  readonly #seenByCaller = new WeakMap<Caller, number>();

  constructor(host: Audited, sinks: readonly Sink[], redact: Redact) {
    const { name, manifest } = host.server;
    this.#host = host;
    this.#sinks = sinks;
    this.#redact = redact;
    this.#clean = remembering((name) => redact(name) as string);
    this.#server = { name, version: manifest.version };
    this.#definitions = tokensByTool(host.surface);
  }

  /** Tells that the server started, and what its tools cost a model to know. */
  started(options: Readonly<Record<string, unknown>>): void {
    const time = new Date();
    const event = auditEvent(
      { time, kind: 'lifecycle', name: 'started', details: { options } },
      this.#server,
      this.#redact,
    );
    const details = { ...event.details, node: process.version, definitions: this.#definitions };
    this.#append(fieldsOf({ ...event, details }), time);
  }

  admit({ access }: Pick<CallRecord, 'access'>): void {
    for (const sink of this.#sinks) sink.admit(access);
  }

  call(record: CallRecord): void {
    const about = {
      server: this.#server,
      definitions: this.#seenBy(record.caller),
      redact: this.#redact,
      clean: this.#clean,
    };
    this.#append(fieldsOf(auditCall(record, about)), record.time);
  }

  event(record: EventRecord): void {
    if (record.kind === 'auth' && record.name === 'refused' && !this.#refusals.admits()) return;
    this.#tellOf(record);
  }

  #tellOf(record: EventRecord): void {
    this.#append(fieldsOf(auditEvent(record, this.#server, this.#redact)), record.time);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#sinks.map((sink) => sink.settled()));
  }

  async close(): Promise<void> {
    this.#refusals.end();
    this.event({ time: new Date(), kind: 'lifecycle', name: 'stopped', details: {} });
    await Promise.all(this.#sinks.map((sink) => sink.close()));
  }

  #append(fields: string, began: Date): void {
    for (const sink of this.#sinks) sink.append(fields, began);
  }

  #seenBy(caller: Caller | undefined): number {
    if (caller === undefined) return this.#tokensSeenBy(caller);
    const seen = this.#seenByCaller.get(caller) ?? this.#tokensSeenBy(caller);
    this.#seenByCaller.set(caller, seen);
    return seen;
  }

  #tokensSeenBy(caller: Caller | undefined): number {
    const accesses = (['read', 'write', 'destroy'] as const).filter((access) =>
      mayUse(this.#host, caller, access),
    );
    const key = accesses.join();
    const known = this.#seen.get(key) ?? this.#sumOf(accesses);
    this.#seen.set(key, known);
    return known;
  }

  #sumOf(accesses: readonly Access[]): number {
    return [...this.#host.surface.tools.values()]
      .filter(({ definition }) => accesses.includes(definition.access))
      .reduce((sum, { listed }) => sum + (this.#definitions[listed.name] ?? 0), 0);
  }
}

/** The same few names come with every call. */
function remembering(clean: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name) ?? clean(name);
    if (known.size >= MAX_NAMES) known.clear();
    if (name.length <= MAX_NAME) known.set(name, found);
    return found;
  };
}
