import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Request, RequestHandler, Response } from 'express';
import type { Caller } from '../call/context.ts';
import { mayUse } from '../call/identify.ts';
import type { Access } from '../define.ts';
import type { Host } from '../serve/host.ts';
import { authenticate, type IdentitySources } from './authenticator.ts';
import { challenge } from './challenge.ts';
import { Refused } from './refused.ts';
import { scopeFor } from './scopes.ts';

/** Whoever can reach an open loopback port may do what the server was started for, like its local user. */
const OPEN_CALLER: Caller = { subject: 'loopback', scopes: [], via: 'open' };

export interface GateSettings {
  /** Undefined where the server is open to this machine. */
  sources: IdentitySources | undefined;
  /** The canonical URI of this server. */
  resource: URL;
  /** Where the metadata for clients stands; undefined without an issuer. */
  metadataUrl: string | undefined;
}

/**
 * The door of the HTTP side, in two parts. Before the body is read: who is calling. After: whether that caller
 * may do what the body asks, because a missing scope has to be a status that makes a client step up.
 * What passes carries its caller; what never came through here has none, and nothing runs for it.
 */
export function createGate(
  host: Host,
  settings: GateSettings,
): { identify: RequestHandler; authorize: RequestHandler } {
  const refuse = (response: Response, refused: Refused, presented: string | undefined) =>
    answer(host, settings, response, refused, presented);
  return {
    async identify(request, response, next) {
      try {
        setCaller(request, await callerOf(request, settings));
      } catch (error) {
        if (!(error instanceof Refused)) return unavailable(host, response, error);
        return refuse(response, error, request.headers.authorization);
      }
      next();
    },
    authorize(request, response, next) {
      const missing = missingScopes(host, callerOfRequest(request), request.body);
      if (missing.length === 0) return next();
      const refused = new Refused('insufficient_scope', 'The token lacks a scope for this.', {
        scopes: missing,
      });
      refuse(response, refused, request.headers.authorization);
    },
  };
}

async function callerOf(request: Request, { sources, resource }: GateSettings): Promise<Caller> {
  if (sources === undefined) return OPEN_CALLER;
  const { authorization, dpop } = request.headers;
  const { caller } = await authenticate(
    {
      authorization,
      dpop: typeof dpop === 'string' ? dpop : undefined,
      method: request.method,
      url: resource.href,
      query: new URL(request.originalUrl, resource).searchParams,
    },
    sources,
  );
  return caller;
}

type WithAuth = Request & { auth?: AuthInfo };

function authOf(request: Request): AuthInfo | undefined {
  return (request as WithAuth).auth;
}

/** The SDK hands this on to the server it makes for the request. The token itself ends here. */
function setCaller(request: Request, caller: Caller): void {
  (request as WithAuth).auth = {
    token: '',
    clientId: caller.client ?? caller.subject,
    scopes: [...caller.scopes],
    extra: { caller },
  };
}

/** The caller that the gate has set; undefined for a request that never passed it. */
export function callerFrom(auth: AuthInfo | undefined): Caller | undefined {
  return auth?.extra?.caller as Caller | undefined;
}

/** The same for a request that is still in the hands of Express. */
export function callerOfRequest(request: Request): Caller | undefined {
  return callerFrom(authOf(request));
}

interface Message {
  method?: string;
  params?: { name?: string };
}

/** Methods that show what a server holds; what merely describes the server needs no scope. */
const READING = ['resources/read', 'prompts/get', 'completion/complete', 'subscriptions/listen'];

/** The scopes that a request's operations need and its caller has not: all of them, for one challenge. */
function missingScopes(host: Host, caller: Caller | undefined, body: unknown): string[] {
  const messages = [body ?? {}].flat() as Message[];
  const needed = messages.flatMap((message) => accessOf(host, message) ?? []);
  const missing = needed.filter((access) => !mayUse(host, caller, access));
  return [...new Set(missing.map((access) => scopeFor(host.server.name, access)))];
}

function accessOf({ surface }: Host, { method, params }: Message): Access | undefined {
  if (method === 'tools/call') return surface.tools.get(params?.name ?? '')?.definition.access ?? 'read';
  return READING.includes(method ?? '') ? 'read' : undefined;
}

function answer(
  host: Host,
  settings: GateSettings,
  response: Response,
  refused: Refused,
  presented: string | undefined,
): void {
  host.log.info('refused', { status: refused.status, reason: refused.reason });
  response.set(
    'WWW-Authenticate',
    challenge(refused, {
      metadataUrl: settings.metadataUrl,
      scopes: [scopeFor(host.server.name, 'read')],
      presented: presented !== undefined,
      scheme: /^dpop /i.test(presented ?? '') ? 'DPoP' : 'Bearer',
    }),
  );
  response
    .status(refused.status)
    .json({ jsonrpc: '2.0', id: null, error: { code: -32_001, message: refused.message } });
}

/** The issuer does not answer: nobody can be let in, and that is not the caller's fault. */
function unavailable({ log }: Host, response: Response, error: unknown): void {
  log.error('callers cannot be identified', { error });
  response.set('Retry-After', '5');
  response.status(503).json({
    jsonrpc: '2.0',
    id: null,
    error: { code: -32_000, message: 'Callers cannot be identified now.' },
  });
}
