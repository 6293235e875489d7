import {
  BAGGAGE_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ClientCapabilities,
  type Implementation,
  PROTOCOL_VERSION_META_KEY,
  type Server,
  type ServerContext,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
} from '@modelcontextprotocol/server';
import type { Exchange } from '../call/exchange.ts';
import type { Ability, Caller } from '../context.ts';

/** What the transport knows about the peer of one protocol server. */
export interface Peer {
  era: 'legacy' | 'modern';
  /** Who sends a request: over HTTP each is looked at for itself, also within a session. */
  callerOf(context: ServerContext): Caller | undefined;
  transport: Exchange['transport'];
  /** Whether a 2025 client can be told of changes on this connection. */
  push: boolean;
}

/** Narrows the SDK's request to what the path of a call may see. */
export function exchangeOf(server: Server, peer: Peer, context: ServerContext): Exchange {
  const { mcpReq } = context;
  const { client, capabilities, protocol } = claimsOf(server, context);
  return {
    requestId: mcpReq.id,
    transport: peer.transport,
    caller: peer.callerOf(context),
    era: peer.era,
    client: client === undefined ? undefined : { name: client.name, version: client.version },
    protocol,
    abilities: abilitiesOf(capabilities),
    answers: mcpReq.inputResponses,
    answeredState: textOf(mcpReq.requestState()),
    trace: traceOf(mcpReq._meta ?? {}),
    signal: mcpReq.signal,
    tell: (level, text) => void mcpReq.log(level, text).catch(() => {}),
    notifyProgress: progressOf(context),
    closeStream: context.http?.closeSSE,
  };
}

/** A 2026-07-28 client says who it is with every request, a 2025 client once, and over stateless HTTP never. */
function claimsOf(server: Server, { mcpReq, http }: ServerContext) {
  const envelope = (mcpReq.envelope ?? {}) as Readonly<Record<string, unknown>>;
  const served = server.getNegotiatedProtocolVersion();
  const offered =
    textOf(envelope[PROTOCOL_VERSION_META_KEY]) ?? http?.req?.headers.get('mcp-protocol-version');
  return {
    client: (envelope[CLIENT_INFO_META_KEY] ?? server.getClientVersion()) as Implementation | undefined,
    capabilities: (envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities()) as
      | ClientCapabilities
      | undefined,
    protocol: { offered: offered ?? served, served: served ?? offered ?? undefined },
  };
}

function abilitiesOf({ elicitation, sampling, roots }: ClientCapabilities = {}): Ability[] {
  const { form, url } = elicitation ?? {};
  return [
    // Forms are what an empty capability means. Specification, client/elicitation.
    ...(elicitation !== undefined && (form !== undefined || url === undefined) ? (['form'] as const) : []),
    ...(url !== undefined ? (['url'] as const) : []),
    ...(sampling !== undefined ? (['sampling'] as const) : []),
    ...(roots !== undefined ? (['roots'] as const) : []),
  ];
}

function traceOf(meta: Readonly<Record<string, unknown>>): Exchange['trace'] {
  const keys = [TRACEPARENT_META_KEY, TRACESTATE_META_KEY, BAGGAGE_META_KEY] as const;
  return Object.fromEntries(keys.flatMap((key) => (typeof meta[key] === 'string' ? [[key, meta[key]]] : [])));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function progressOf({ mcpReq }: ServerContext): Exchange['notifyProgress'] {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return (progress) =>
    void mcpReq
      .notify({ method: 'notifications/progress', params: { ...progress, progressToken } })
      .catch(() => {});
}
