import { call } from '../call/call.ts';
import type { Exchange } from '../call/context.ts';
import type { Host } from './host.ts';

/** The most resources one subscription may name. */
const MAX_WATCHED = 100;

/** The URIs that a `subscriptions/listen` request asks to be told of; none for any other message. */
export function listenedUris(message: Readonly<Record<string, unknown>>): string[] {
  if (message.method !== 'subscriptions/listen') return [];
  const params = message.params as { notifications?: { resourceSubscriptions?: unknown } } | undefined;
  const uris = params?.notifications?.resourceSubscriptions;
  return Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string').slice(0, MAX_WATCHED) : [];
}

/**
 * Subscribes a caller to resources, each through the path of a call: who may not read a resource is not told
 * that it changed. The returned function ends all of it, also what is only being started.
 */
export function subscribe(host: Host, uris: readonly string[], exchange: Exchange): () => void {
  const stops: (() => void)[] = [];
  let ended = false;
  for (const uri of uris) {
    void call(
      host,
      {
        kind: 'resource',
        name: 'subscribe',
        access: 'read',
        validate: () => uri,
        async run() {
          if (!ended) stops.push(host.watches.subscribe(uri));
        },
        shape: () => undefined,
        fail: () => undefined,
      },
      exchange,
    );
  }
  return () => {
    ended = true;
    for (const stop of stops.splice(0)) stop();
  };
}
