import { call } from '../call/call.ts';
import type { Exchange } from '../call/exchange.ts';
import type { Host } from '../host/host.ts';
import type { Told } from '../host/watches.ts';

/** The most resources one subscription may name, and a client of 2025 may be subscribed to. */
export const MAX_WATCHED = 100;

/**
 * An exchange in which the client says nothing of itself: the SDK answers `subscriptions/listen` itself, and what
 * is said there is not read.
 */
export const NOTHING_SAID = {
  client: undefined,
  protocol: { offered: undefined, served: undefined },
  abilities: [],
  answers: undefined,
  answeredState: undefined,
  trace: {},
  tell: undefined,
  notifyProgress: undefined,
  closeStream: undefined,
} satisfies Partial<Exchange>;

/** The URIs that a `subscriptions/listen` request asks to be told of; none for any other message. */
export function listenedUris(message: Readonly<Record<string, unknown>>): string[] {
  if (message.method !== 'subscriptions/listen') return [];
  const params = message.params as { notifications?: { resourceSubscriptions?: unknown } } | undefined;
  const uris = params?.notifications?.resourceSubscriptions;
  return Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string').slice(0, MAX_WATCHED) : [];
}

/** Of lists that change the domain tells, once it is open: for whoever is told, it is. */
export function openForChanges({ server, domain }: Host): void {
  if (server.changes !== undefined) void domain().catch(() => {});
}

export interface Subscription {
  /** Resolves when every resource that can be watched is; never rejects. */
  started: Promise<unknown>;
  /** Ends all of it, also what is only being started. */
  stop(): void;
}

/**
 * Subscribes a caller to resources, each through the path of a call: who may not read a resource is not told
 * that it changed. `told` is of this subscriber alone; several subscriptions of one connection share it.
 */
export function subscribe(
  host: Host,
  uris: readonly string[],
  subscriber: Pick<Exchange, 'requestId' | 'transport' | 'caller' | 'era'>,
  told: Told,
): Subscription {
  const ended = new AbortController();
  const stops: (() => void)[] = [];
  const exchange = { ...NOTHING_SAID, ...subscriber, signal: ended.signal };
  const watch = (uri: string) =>
    call(
      host,
      {
        kind: 'resource',
        name: 'subscribe',
        access: 'read',
        method: subscriber.era === 'modern' ? 'subscriptions/listen' : 'resources/subscribe',
        uncounted: true,
        arguments: { uri },
        validate: () => uri,
        run(_uri, { caller }) {
          const { started, stop } = host.watches.subscribe(uri, caller, told);
          stops.push(stop);
          return started;
        },
        shape: () => undefined,
        fail: () => undefined,
      },
      exchange,
    );
  return {
    started: Promise.all(uris.map(watch)),
    stop() {
      ended.abort();
      for (const stop of stops.splice(0)) stop();
    },
  };
}
