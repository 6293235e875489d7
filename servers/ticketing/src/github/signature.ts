import { createHmac, timingSafeEqual } from 'node:crypto';

const FORM = /^sha256=(?<hex>[\da-f]{64})$/;

/** Whether `X-Hub-Signature-256` is that of a body as it came, with the secret of the webhook. */
export function isSigned(secret: string, body: Uint8Array, header: unknown): boolean {
  const { hex } = (typeof header === 'string' ? FORM.exec(header)?.groups : undefined) ?? {};
  if (hex === undefined || secret === '') return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), createHmac('sha256', secret).update(body).digest());
}
