import { call } from '../call/call.ts';
import { deliveryOperation } from '../call/delivery-operation.ts';
import type { Caller } from '../context.ts';
import type { Host } from '../host/host.ts';
import { scopeFor } from '../identity/scopes.ts';
import { NOTHING_SAID } from './subscriptions.ts';

/** Takes a delivery that is proven to be its sender's, through the path of a call. Answers with a status of HTTP. */
export async function takeDelivery(
  host: Host,
  ...delivered: Parameters<typeof deliveryOperation>
): Promise<number> {
  const [{ sender }, id] = delivered;
  const { status } = await call(host, deliveryOperation(...delivered), {
    ...NOTHING_SAID,
    requestId: id,
    transport: 'http',
    era: 'modern',
    caller: senderOf(host, sender),
    signal: new AbortController().signal,
  });
  return status;
}

/** May be told of what is there, and nothing else: what it sends changes nothing here. */
function senderOf({ server }: Host, sender: string): Caller {
  return { subject: sender, scopes: [scopeFor(server.name, 'read')], via: 'delivery' };
}
