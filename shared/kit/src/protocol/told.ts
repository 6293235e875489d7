import { ProtocolError, ProtocolErrorCode, type Server } from '@modelcontextprotocol/server';
import type { Host } from '../host/host.ts';
import type { List } from '../host/lists.ts';
import type { Peer } from './exchange-of.ts';
import { MAX_WATCHED, openForChanges, subscribe } from './subscriptions.ts';

/** Characters of a URI that a client can be subscribed to: each is kept until it no longer is (RFC 9110, 4.1). */
export const MAX_URI = 8_000;

/**
 * Tells a client that was connected for as long as its connection lasts: of the resources that a client of 2025 has
 * subscribed to, and of lists that are others now. The returned function ends it.
 */
export function tellClient(host: Host, server: Server, peer: Peer): () => void {
  const subscribed = new Map<string, () => void>();
  const { resources } = server.getCapabilities();
  if (peer.era === 'legacy' && resources?.subscribe === true)
    serveSubscribing(host, server, peer, subscribed);
  const stop = tellOfLists(host, server);
  return () => {
    stop();
    for (const end of subscribed.values()) end();
    subscribed.clear();
  };
}

function serveSubscribing(host: Host, server: Server, peer: Peer, subscribed: Map<string, () => void>): void {
  const told = (uri: string) => void server.sendResourceUpdated({ uri }).catch(() => {});
  const end = (uri: string) => {
    subscribed.get(uri)?.();
    subscribed.delete(uri);
  };
  server.setRequestHandler('resources/subscribe', async ({ params: { uri } }, context) => {
    if (uri.length > MAX_URI) throw longUri();
    end(uri);
    if (subscribed.size >= MAX_WATCHED) throw tooManySubscriptions();
    const { transport, era } = peer;
    const subscriber = { requestId: context.mcpReq.id, transport, era, caller: peer.callerOf(context) };
    const { started, stop } = subscribe(host, [uri], subscriber, told);
    subscribed.set(uri, stop);
    await started;
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
    end(uri);
    return {};
  });
}

function longUri(): ProtocolError {
  const message = `uri: may have at most ${MAX_URI} characters to be subscribed to.`;
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}

function tooManySubscriptions(): ProtocolError {
  const message = `At most ${MAX_WATCHED} resources can be subscribed to at once: unsubscribe from others first.`;
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}

function tellOfLists(host: Host, server: Server): () => void {
  if (host.server.changes === undefined) return () => {};
  const send: Readonly<Record<List, () => Promise<void>>> = {
    tools: () => server.sendToolListChanged(),
    resources: () => server.sendResourceListChanged(),
    prompts: () => server.sendPromptListChanged(),
  };
  server.oninitialized = () => openForChanges(host);
  return host.lists.subscribe((list) => {
    if (server.getCapabilities()[list] !== undefined) void send[list]().catch(() => {});
  });
}
