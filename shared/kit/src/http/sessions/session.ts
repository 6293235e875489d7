import { randomBytes } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { Host } from '../../host/host.ts';
import type { Peer } from '../../protocol/exchange-of.ts';
import { createMcpServer } from '../../protocol/mcp-server.ts';
import { tellClient } from '../../protocol/told.ts';
import { callerFrom } from '../request-caller.ts';
import { EventLog, type EventMemory } from './event-store.ts';
import type { Placed } from './places.ts';

/** Milliseconds after which a client comes back whose stream has ended. */
const RETRY_MS = 1_000;
const ID_BYTES = 24;
/** As the SDK has it for what it refuses itself; a client that cancelled looks at no answer. */
const CANCELLED = -32_000;

/** Each request within a session is of whoever sends it, with the scopes that they have then. */
const PEER: Peer = {
  era: 'legacy',
  callerOf: ({ http }) => callerFrom(http?.authInfo),
  transport: 'http',
  push: true,
};

/** One client of 2025 over HTTP: the SDK's transport for it, and what it is told of. */
export class Session implements Placed {
  readonly id = randomBytes(ID_BYTES).toString('base64url');
  readonly owner: string;
  readonly #transport: WebStandardStreamableHTTPServerTransport;
  /** What it has sent, for a client that comes back. */
  readonly events: EventLog;
  /** What is to be done when a request has been answered, by its id. */
  readonly #running = new Map<string | number, () => void>();
  readonly #untell: () => void;
  readonly #connected: Promise<void>;

  constructor(host: Host, owner: string, memory: EventMemory) {
    this.owner = owner;
    this.events = new EventLog(memory);
    this.#transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => this.id,
      eventStore: {
        storeEvent: (stream, message) => {
          if (!('method' in message) && 'id' in message) this.#over(message.id);
          return this.events.storeEvent(stream, message);
        },
        replayEventsAfter: (id, to) => this.events.replayEventsAfter(id, to),
      },
      retryInterval: RETRY_MS,
    });
    const server = createMcpServer(host, PEER);
    this.#untell = tellClient(host, server, PEER);
    server.onerror = (error) => host.log.debug('protocol error', { error });
    this.#connected = server.connect(this.#transport);
  }

  /** Hands a request on, which came from its caller. */
  readonly fetch: WebStandardStreamableHTTPServerTransport['handleRequest'] = async (request, options) => {
    await this.#connected;
    return this.#transport.handleRequest(request, options);
  };

  /** Whether requests can be told apart by these ids, from each other and from those that run. */
  canTake(ids: readonly (string | number)[]): boolean {
    return new Set(ids).size === ids.length && !ids.some((id) => this.#running.has(id));
  }

  /** Requests that are not answered yet, wherever their client is. */
  get unanswered(): number {
    return this.#running.size;
  }

  /** Resolves when these have been answered, or never will be; that is no matter of the stream that they came with. */
  answered(ids: readonly (string | number)[]): Promise<unknown> {
    return Promise.all(ids.map((id) => new Promise<void>((resolve) => this.#running.set(id, resolve))));
  }

  /** Says that these were refused before they ran. */
  refused(ids: readonly (string | number)[]): void {
    for (const id of ids) this.#over(id);
  }

  #over(id: string | number | undefined): void {
    if (id === undefined) return;
    this.#running.get(id)?.();
    this.#running.delete(id);
  }

  /** Ends a call whose caller would no longer be let in. */
  cancel(requestId: string | number): void {
    const params = { requestId };
    this.#transport.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
    this.settle(requestId);
  }

  /** The SDK answers no request that was cancelled, and would keep its stream open for ever. */
  settle(id: string | number): void {
    const error = { code: CANCELLED, message: 'The request was cancelled.' };
    void this.#transport.send({ jsonrpc: '2.0', id, error }).catch(() => {}); // it was answered already
  }

  end(): void {
    this.#untell();
    this.refused([...this.#running.keys()]);
    this.events.close();
    void this.#transport.close();
  }
}
