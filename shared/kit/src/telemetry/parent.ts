import { type Context, context, isSpanContextValid, type Link, propagation, trace } from '@opentelemetry/api';
import type { Traced } from './telemetry.ts';

/** What W3C Trace Context (3.3.1.5) and W3C Baggage (3.3.2) ask of everyone to carry; longer is dropped. */
const MAX_CHARACTERS = { traceparent: 512, tracestate: 512, baggage: 8_192 } as const;
const MAX_BAGGAGE_MEMBERS = 64;

/**
 * Where the span of a call belongs: below the span that the client named in the message, and linked to that of
 * the transport; where the message names none, below that of the transport.
 */
export function parentOf(sent: Traced['trace']): { parent: Context; links: Link[] } {
  const ambient = context.active();
  const parent = propagation.extract(ambient, bounded(sent));
  const transport = trace.getSpanContext(ambient);
  const linked =
    transport !== undefined && isSpanContextValid(transport) && trace.getSpanContext(parent) !== transport;
  return { parent, links: linked ? [{ context: transport }] : [] };
}

/** What a client sends is carried on to whatever a tool calls, so none may be larger than it has to be. */
function bounded(sent: Traced['trace']): Traced['trace'] {
  const fits = ([key, value]: [string, string]) =>
    value.length <= MAX_CHARACTERS[key as keyof typeof MAX_CHARACTERS] &&
    (key !== 'baggage' || value.split(',').length <= MAX_BAGGAGE_MEMBERS);
  return Object.fromEntries(Object.entries(sent).filter(fits));
}
