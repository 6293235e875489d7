import type { Caller } from '../context.ts';
import type { Access } from '../define.ts';
import type { Host } from '../host/host.ts';
import { mayUse } from '../identity/permit.ts';
import { scopeFor } from '../identity/scopes.ts';

interface Message {
  method?: string;
  params?: { name?: string };
}

/** Methods that show what a server holds; what merely describes the server needs no scope. */
const READING = [
  'resources/read',
  'resources/subscribe',
  'prompts/get',
  'completion/complete',
  'subscriptions/listen',
];

/** The scopes that a request's operations need and its caller has not: all of them, for one challenge. */
export function missingScopes(host: Host, caller: Caller | undefined, body: unknown): string[] {
  const messages = [body].flat() as (Message | null | undefined)[];
  const needed = messages.flatMap((message) => accessOf(host, message ?? {}) ?? []);
  const missing = needed.filter((access) => !mayUse(host, caller, access));
  return [...new Set(missing.map((access) => scopeFor(host.server.name, access)))];
}

function accessOf({ surface }: Host, { method, params }: Message): Access | undefined {
  if (method === 'tools/call') return surface.tools.get(params?.name ?? '')?.definition.access ?? 'read';
  return READING.includes(method ?? '') ? 'read' : undefined;
}
