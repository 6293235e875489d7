import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { DeliveryDefinition } from '../define.ts';
import type { Host } from '../host/host.ts';
import { takeDelivery } from '../protocol/deliveries.ts';
import { tell } from '../record/recorder.ts';
import { DeliveryLimit } from './delivery-limit.ts';
import { KnownDeliveries } from './known-deliveries.ts';
import { refuse } from './refuse.ts';

/** Milliseconds that a body may take to arrive. */
const BODY_MS = 5_000;

/**
 * Serves what another service sends by itself. Never behind the gate, as a sender has no credential of a caller's, and a
 * caller's would prove nothing of a delivery: each has a proof of its own, which is looked at before anything is read.
 */
export function serveDeliveries(app: Express, host: Host, before: readonly RequestHandler[]): void {
  const { deliveries } = host;
  if (deliveries === undefined) return;
  const { path, maxBytes } = deliveries;
  const limit = new DeliveryLimit(host, deliveries.sender);
  const known = new KnownDeliveries();
  // What is signed are bytes as they were sent, so none are unpacked, and of whatever type they are said to be.
  const bytes = express.raw({ limit: maxBytes, type: () => true, inflate: false });
  app.post(path, ...before, limit.check, inTime, bytes, async (request, response) => {
    await receive(host, deliveries, { limit, known }, request, response);
  });
  app.all(path, (_request, response) => {
    response.set('Allow', 'POST');
    refuse(response, 405, { code: -32_000, message: 'Only POST is served here.' });
  });
}

const inTime: RequestHandler = (request, response, next) => {
  const late = setTimeout(() => {
    response.set('Connection', 'close');
    refuse(response, 408, { code: -32_000, message: 'The delivery did not come in time.' });
    response.once('finish', () => request.destroy());
  }, BODY_MS);
  for (const end of ['end', 'close', 'error'] as const) request.once(end, () => clearTimeout(late));
  next();
};

async function receive(
  host: Host,
  definition: DeliveryDefinition,
  { limit, known }: { limit: DeliveryLimit; known: KnownDeliveries },
  request: Request,
  response: Response,
): Promise<void> {
  if (response.headersSent) return;
  // Express leaves the body undefined where there is none.
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const delivery = { headers: request.headers, body };
  const id = definition.proven(delivery);
  if (id === undefined) return unproven(host, definition, limit, request, response);
  if (!(await limit.takes(response))) return;
  const take = () => known.once(id, body, () => definition.take(delivery));
  response.status(await takeDelivery(host, { ...definition, take }, id, delivery)).end();
}

/** What was sent is not told to anybody: nobody knows whose it is. */
function unproven(
  host: Host,
  { sender }: DeliveryDefinition,
  limit: DeliveryLimit,
  request: Request,
  response: Response,
): void {
  const reason = 'a delivery is not signed as agreed';
  limit.failed(request);
  host.log.info('refused', { status: 401, reason });
  tell(host, {
    kind: 'auth',
    name: 'refused',
    details: { status: 401, code: 'invalid_signature', reason, sender, address: request.ip },
  });
  refuse(response, 401, { code: -32_001, message: 'The delivery is not signed as agreed.' });
}
