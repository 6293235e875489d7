import type { Writable } from 'node:stream';
import type { Server } from '@modelcontextprotocol/server';
import { serveStdio as serveSdkStdio } from '@modelcontextprotocol/server/stdio';
import type { Host } from '../host/host.ts';
import type { Peer } from '../protocol/exchange-of.ts';
import { createMcpServer } from '../protocol/mcp-server.ts';
import type { Serving } from '../protocol/serving.ts';
import { listenedUris, openForChanges, subscribe } from '../protocol/subscriptions.ts';
import { tellClient } from '../protocol/told.ts';
import type { Message } from './message.ts';
import { StdioWire } from './stdio-wire.ts';

/** The local user: whoever started this process may do what it was started for. */
const LOCAL_USER = { subject: 'local', scopes: [], via: 'stdio' } as const;

/** Serves one client over standard input and `output`, which was claimed from standard output. */
export function serveStdio(host: Host, output: Writable): Serving {
  const wire = new StdioWire(process.stdin, output);
  const ended = new Promise<void>((resolve) => {
    wire.onend = resolve;
    // A client that closed its read end (EPIPE) has ended the connection too.
    process.stdout.once('error', () => resolve());
  });
  const subscriptions = new Subscriptions(host);
  wire.onarrive = (message) => subscriptions.arrive(message);
  wire.onsend = (message) => subscriptions.sent(message);
  const connected = (peer: Peer) => subscriptions.attach(createMcpServer(host, peer), peer);
  const handle = serveSdkStdio(({ era }) => connected(peerOf(era)), {
    transport: wire,
    onerror: (error) => host.log.debug('protocol error', { error }),
  });
  return {
    ended,
    async stop(ms) {
      await wire.inFlight.idle(ms);
      await handle.close();
    },
  };
}

function peerOf(era: Peer['era']): Peer {
  return { era, callerOf: () => LOCAL_USER, transport: 'stdio', push: true };
}

/** What this connection listens to (2026-07-28), and how it is told. A client of 2025 is told by `tellClient`. */
class Subscriptions {
  readonly #host: Host;
  /** By the id of the request that listens. */
  readonly #listening = new Map<unknown, () => void>();
  #server: Server | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The SDK answers `subscriptions/listen` itself, so what is asked for is read on its way in. */
  arrive(message: Message): Promise<unknown> | undefined {
    if (message.method === 'notifications/cancelled') {
      this.#remove((message.params as { requestId?: unknown } | undefined)?.requestId);
    }
    if (message.method === 'subscriptions/listen') openForChanges(this.#host);
    const uris = listenedUris(message);
    return uris.length === 0 ? undefined : this.#add(message.id, uris);
  }

  /** What is answered listens no more: it was refused, or has ended. */
  sent(message: Message): void {
    if (!('method' in message)) this.#remove(message.id);
  }

  attach(server: Server, peer: Peer): Server {
    if (server.getCapabilities().resources?.subscribe === true) this.#server = server;
    tellClient(this.#host, server, peer);
    return server;
  }

  #add(id: unknown, uris: readonly string[]): Promise<unknown> {
    this.#remove(id);
    const subscriber = {
      requestId: String(id),
      transport: 'stdio',
      caller: LOCAL_USER,
      era: 'modern',
    } as const;
    const { started, stop } = subscribe(this.#host, uris, subscriber, this.#told);
    this.#listening.set(id, stop);
    return started;
  }

  #remove(id: unknown): void {
    this.#listening.get(id)?.();
    this.#listening.delete(id);
  }

  /** The same for all subscriptions: the SDK tells each of them that named the URI. */
  readonly #told = (uri: string) => void this.#server?.sendResourceUpdated({ uri }).catch(() => {});
}
