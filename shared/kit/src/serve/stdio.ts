import type { Server } from '@modelcontextprotocol/server';
import { serveStdio as serveSdkStdio } from '@modelcontextprotocol/server/stdio';
import type { Exchange } from '../call/context.ts';
import { claimStdout } from './claim-stdout.ts';
import type { Host } from './host.ts';
import { createMcpServer, type Peer } from './mcp-server.ts';
import { StdioWire } from './stdio-wire.ts';
import { listenedUris, subscribe } from './subscriptions.ts';

/** Something that serves until it is told to stop. */
export interface Serving {
  /** Finishes what is in flight, for at most `ms` milliseconds, and stops. */
  stop(ms: number): Promise<void>;
  /** Resolves when the client ended the connection. */
  ended: Promise<void>;
}

/** The local user: whoever started this process may do what it was started for. */
const LOCAL_USER = { subject: 'local', scopes: [], via: 'stdio' } as const;

/** Serves one client over standard input and output. */
export function serveStdio(host: Host): Serving {
  const wire = new StdioWire(process.stdin, claimStdout(host.log));
  const ended = new Promise<void>((resolve) => {
    wire.onend = resolve;
    // A client that closed its read end (EPIPE) has ended the connection too.
    process.stdout.once('error', () => resolve());
  });
  const subscriptions = new Subscriptions(host);
  wire.onpeek = (message) => subscriptions.peek(message);
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
  return { era, caller: LOCAL_USER, push: true };
}

/** What this connection is subscribed to, in either era, and how it is told. */
class Subscriptions {
  readonly #host: Host;
  readonly #stops = new Map<unknown, () => void>();
  #forget: () => void = () => {};

  constructor(host: Host) {
    this.#host = host;
  }

  /** 2026-07-28: the SDK answers `subscriptions/listen` itself, so what is asked for is read on its way in. */
  peek(message: Readonly<Record<string, unknown>>): void {
    const uris = listenedUris(message);
    if (uris.length > 0) this.#add(message.id, uris, 'modern');
    if (message.method === 'notifications/cancelled') {
      this.#remove((message.params as { requestId?: unknown } | undefined)?.requestId);
    }
  }

  /** Tells the client of changes, and serves the 2025 form of subscribing. */
  attach(server: Server, era: Peer['era']): Server {
    const { resources } = server.getCapabilities();
    if (resources?.subscribe !== true) return server;
    this.#forget();
    this.#forget = this.#host.watches.onChange((uri) => {
      void server.sendResourceUpdated({ uri }).catch(() => {});
    });
    if (era === 'modern') return server;
    server.setRequestHandler('resources/subscribe', ({ params: { uri } }) => {
      this.#add(uri, [uri], 'legacy');
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
      this.#remove(uri);
      return {};
    });
    return server;
  }

  #add(key: unknown, uris: readonly string[], era: Exchange['era']): void {
    this.#remove(key);
    const exchange: Exchange = {
      requestId: String(key),
      caller: LOCAL_USER,
      era,
      signal: new AbortController().signal,
      notifyProgress: undefined,
    };
    this.#stops.set(key, subscribe(this.#host, uris, exchange));
  }

  #remove(key: unknown): void {
    this.#stops.get(key)?.();
    this.#stops.delete(key);
  }
}
