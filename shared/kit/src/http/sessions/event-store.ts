import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

/** What one session keeps of what it sent, in bytes of JSON. */
export const SESSION_BYTES = 4 * 1024 * 1024;
/** What all sessions of an instance keep together. */
export const ALL_BYTES = 64 * 1024 * 1024;
/** What an event takes beside its message, about. */
const EVENT_BYTES = 256;
/** What the SDK calls the stream that a client has open for what belongs to no request. */
const STANDALONE = '_GET_stream';

interface Kept {
  id: string;
  stream: string;
  message: JSONRPCMessage;
  bytes: number;
}

/** What the events of all sessions take together. Who keeps most gives way first: nobody can push others out. */
export class EventMemory {
  readonly #most: number;
  readonly #logs = new Set<EventLog>();
  #bytes = 0;

  /** `most` in bytes. */
  constructor(most = ALL_BYTES) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(log: EventLog): void {
    this.#logs.add(log);
  }

  remove(log: EventLog): void {
    this.#logs.delete(log);
  }

  /** Counts what a log has more now, or less. */
  count(bytes: number): void {
    this.#bytes += bytes;
    while (this.#bytes > this.#most) {
      [...this.#logs].reduce((a, b) => (b.bytes > a.bytes ? b : a)).dropOldest();
    }
  }
}

/**
 * The last of what one session has sent, for a client whose stream was cut (specification 2025-11-25,
 * basic/transports, resumability and redelivery). After an event that is still kept nothing of its stream is missing.
 */
export class EventLog implements EventStore {
  readonly #memory: EventMemory;
  readonly #most: number;
  #kept: Kept[] = [];
  /** Where a client takes up the stream that is open for long: kept, however much else is sent meanwhile. */
  #last: Kept | undefined;
  #sent = 0;
  #bytes = 0;
  #closed = false;

  /** `most` in bytes. */
  constructor(memory: EventMemory, most = SESSION_BYTES) {
    this.#memory = memory;
    this.#most = most;
    memory.add(this);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    this.#sent += 1;
    const id = String(this.#sent);
    if (this.#closed) return id; // a call that ends after its session
    const event = { id, stream, message, bytes: EVENT_BYTES + Buffer.byteLength(JSON.stringify(message)) };
    this.#kept.push(event);
    if (stream === STANDALONE) this.#last = event;
    this.#count(event.bytes);
    while (this.#bytes > this.#most) this.dropOldest();
    return id;
  }

  /** Whether a stream can go on after this event with nothing missing. */
  keeps(id: string): boolean {
    return this.#kept.some((event) => event.id === id);
  }

  /** All at once: what is sent meanwhile comes after it. Throws `RangeError` for what is not kept. */
  async replayEventsAfter(
    id: string,
    { send }: { send(id: string, message: JSONRPCMessage): Promise<void> },
  ): Promise<string> {
    const at = this.#kept.findIndex((event) => event.id === id);
    const from = this.#kept[at];
    if (from === undefined) throw new RangeError('The event is not kept.');
    const missed = this.#kept.slice(at + 1).filter(({ stream }) => stream === from.stream);
    for (const event of missed) void send(event.id, event.message);
    return from.stream;
  }

  dropOldest(): void {
    const at = this.#kept.length > 1 && this.#kept[0] === this.#last ? 1 : 0;
    const [dropped] = this.#kept.splice(at, 1);
    this.#count(-(dropped?.bytes ?? 0));
  }

  close(): void {
    this.#closed = true;
    this.#count(-this.#bytes);
    this.#kept = [];
    this.#memory.remove(this);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#memory.count(bytes);
  }
}
