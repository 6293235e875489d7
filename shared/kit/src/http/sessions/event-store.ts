import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

/** What one session keeps of what it sent, in bytes of JSON. */
export const SESSION_BYTES = 4 * 1024 * 1024;
/** What all sessions of an instance keep together. */
export const ALL_BYTES = 64 * 1024 * 1024;
/** What an event takes beside its message, about. */
const EVENT_BYTES = 256;
/** What the SDK calls the stream that a client has open for what belongs to no request. */
const STANDALONE = '_GET_stream';

/** Before the first event. */
const BEGINNING = '0';

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
  #sent = 0;
  /** Of what belongs to no request: the last that was sent, the last that was heard, and the last that was dropped. */
  #told = BEGINNING;
  #heard = BEGINNING;
  #dropped = BEGINNING;
  /** How many are there to hear it. */
  #hearing = 0;
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
    const bytes = EVENT_BYTES + Buffer.byteLength(JSON.stringify(message));
    this.#kept.push({ id, stream, message, bytes });
    if (stream === STANDALONE) this.#tell(id);
    this.#count(bytes);
    while (this.#bytes > this.#most) this.dropOldest();
    return id;
  }

  /** Whether a stream can go on after this event with nothing missing. */
  keeps(id: string): boolean {
    return this.#streamOf(id) !== undefined;
  }

  /** Where to begin for a client that names no event: what nobody was there to hear is told to who comes. */
  get heard(): string {
    return this.#heard;
  }

  /** Says that a client hears what comes after an event, until the returned function is called. */
  hear(id: string): () => void {
    if ((this.#streamOf(id) ?? STANDALONE) !== STANDALONE) return () => {};
    this.#heard = this.#told;
    this.#hearing += 1;
    return () => {
      this.#hearing -= 1;
    };
  }

  /** All at once: what is sent meanwhile comes after it. Throws `RangeError` for what is not kept. */
  async replayEventsAfter(
    id: string,
    { send }: { send(id: string, message: JSONRPCMessage): Promise<void> },
  ): Promise<string> {
    const stream = this.#streamOf(id);
    if (stream === undefined) throw new RangeError('What came after the event is not kept.');
    const missed = this.#kept.filter((event) => event.stream === stream && Number(event.id) > Number(id));
    for (const event of missed) void send(event.id, event.message);
    return stream;
  }

  dropOldest(): void {
    const dropped = this.#kept.shift();
    if (dropped?.stream === STANDALONE) this.#dropped = dropped.id;
    this.#count(-(dropped?.bytes ?? 0));
  }

  close(): void {
    this.#closed = true;
    this.#count(-this.#bytes);
    this.#kept = [];
    this.#memory.remove(this);
  }

  /** The stream that can go on after an event. Of the one that is open for long the event itself need not be kept. */
  #streamOf(id: string): string | undefined {
    if (id === this.#dropped) return STANDALONE;
    return this.#kept.find((event) => event.id === id)?.stream;
  }

  #tell(id: string): void {
    this.#told = id;
    if (this.#hearing > 0) this.#heard = id;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#memory.count(bytes);
  }
}
