import type { Writable } from 'node:stream';
import type { Server } from '@modelcontextprotocol/server';
import { serveStdio as serveSdkStdio } from '@modelcontextprotocol/server/stdio';
import type { Host } from '../host/host.ts';
import type { Peer } from '../protocol/exchange-of.ts';
import { createMcpServer } from '../protocol/mcp-server.ts';
import type { Serving } from '../protocol/serving.ts';
import { listenedUris, subscribe } from '../protocol/subscriptions.ts';
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
  const handle = serveSdkStdio(({ era }) => subscriptions.attach(createMcpServer(host, peerOf(era)), era), {
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
  return { era, caller: LOCAL_USER, transport: 'stdio', push: true };
}

/** What this connection is subscribed to, in either era, and how it is told. */
class Subscriptions {
  readonly #host: Host;
  /** By the id of the request that listens (2026-07-28), and by URI (2025). */
  readonly #listening = new Map<unknown, () => void>();
  readonly #subscribed = new Map<string, () => void>();
  #server: Server | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** 2026-07-28: the SDK answers `subscriptions/listen` itself, so what is asked for is read on its way in. */
  arrive(message: Message): Promise<unknown> | undefined {
    if (message.method === 'notifications/cancelled') {
      remove(this.#listening, (message.params as { requestId?: unknown } | undefined)?.requestId);
    }
    const uris = listenedUris(message);
    return uris.length === 0 ? undefined : this.#add(this.#listening, message.id, uris, 'modern');
  }

  /** What is answered listens no more: it was refused, or has ended. */
  sent(message: Message): void {
    if (!('method' in message)) remove(this.#listening, message.id);
  }

  /** Tells the client of changes, and serves the 2025 form of subscribing. */
  attach(server: Server, era: Peer['era']): Server {
    const { resources } = server.getCapabilities();
    if (resources?.subscribe !== true) return server;
    this.#server = server;
    if (era === 'modern') return server;
    server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
      await this.#add(this.#subscribed, uri, [uri], 'legacy');
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
      remove(this.#subscribed, uri);
      return {};
    });
    return server;
  }

  #add<Key>(to: Map<Key, () => void>, key: Key, uris: readonly string[], era: Peer['era']): Promise<unknown> {
    remove(to, key);
    const subscriber = { requestId: String(key), transport: 'stdio', caller: LOCAL_USER, era } as const;
    const { started, stop } = subscribe(this.#host, uris, subscriber, this.#told);
    to.set(key, stop);
    return started;
  }

  /** The same for all subscriptions: the SDK tells each of them that named the URI. */
  readonly #told = (uri: string) => void this.#server?.sendResourceUpdated({ uri }).catch(() => {});
}

function remove<Key>(from: Map<Key, () => void>, key: Key): void {
  from.get(key)?.();
  from.delete(key);
}
