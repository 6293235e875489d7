import type { Request, RequestHandler, Response } from 'express';
import type { Caller } from '../context.ts';
import type { Host } from '../host/host.ts';
import type { Authenticator } from '../identity/authenticator.ts';
import { Refused } from '../identity/refused.ts';
import { scopeFor } from '../identity/scopes.ts';
import { tell } from '../record/recorder.ts';
import { challenges } from './challenge.ts';
import type { FailureLimit } from './failure-limit.ts';
import { missingScopes } from './missing-scopes.ts';
import { refuse } from './refuse.ts';
import { callerOfRequest, setCaller } from './request-caller.ts';

/** Whoever can reach an open loopback port may do what the server was started for, like its local user. */
const OPEN_CALLER: Caller = { subject: 'loopback', scopes: [], via: 'open' };

/** The stream of a session tells what a subscription does, and takes the same scope. */
const LISTENING = { method: 'subscriptions/listen' };

export interface GateSettings {
  /** Undefined where the server is open to this machine. */
  identity: Authenticator | undefined;
  /** Where the metadata for clients stands; undefined without an issuer. */
  metadataUrl: string | undefined;
  /** Counts credentials that were refused. */
  failures: Pick<FailureLimit, 'refused'> | undefined;
}

/**
 * The door of the HTTP side, in two parts. Before the body is read: who is calling. After: whether that caller
 * may do what the body asks, because a missing scope has to be a status that makes a client step up.
 * What passes carries its caller; what never came through here has none, and nothing runs for it.
 */
export function createGate(
  host: Host,
  settings: GateSettings,
): { identify: RequestHandler; authorize: RequestHandler; demand(scope: string): RequestHandler } {
  const turnAway = (response: Response, refused: Refused) => answer(host, settings, response, refused);
  return {
    async identify(request, response, next) {
      try {
        const admitted = await settings.identity?.authenticate(request);
        setCaller(request, admitted?.principal.caller ?? OPEN_CALLER, admitted?.verifyAgain);
      } catch (error) {
        if (!(error instanceof Refused)) return unavailable(host, response, error);
        settings.failures?.refused(request);
        return turnAway(response, error);
      }
      next();
    },
    authorize(request, response, next) {
      const asked = request.method === 'GET' ? LISTENING : request.body;
      const missing = missingScopes(host, callerOfRequest(request), asked);
      if (missing.length === 0) return next();
      turnAway(response, lacking(missing));
    },
    /** For what is no operation of a server, and has a scope of its own. */
    demand: (scope) => (request, response, next) => {
      const caller = callerOfRequest(request);
      if (caller?.via === 'open' || caller?.scopes.includes(scope) === true) return next();
      turnAway(response, lacking([scope]));
    },
  };
}

function lacking(scopes: readonly string[]): Refused {
  return new Refused('insufficient_scope', 'The token lacks a scope for this.', { scopes });
}

function answer(
  host: Host,
  { identity, metadataUrl }: GateSettings,
  response: Response,
  refused: Refused,
): void {
  const { req: request } = response;
  host.log.info('refused', { status: refused.status, reason: refused.reason });
  tellRefused(host, request, refused);
  const scopes = [scopeFor(host.server.name, 'read')];
  if (identity !== undefined) {
    const presented = identity.presented(request);
    response.set('WWW-Authenticate', challenges(refused, presented, { identity, metadataUrl, scopes }));
  }
  refuse(response, refused.status, { code: -32_001, message: refused.message });
}

/** Tells of every refusal, with the caller where one is known, and never of the credential. */
function tellRefused(host: Host, request: Request, { code, status, reason, scopes }: Refused): void {
  const caller = callerOfRequest(request);
  tell(host, {
    kind: 'auth',
    name: code === 'insufficient_scope' ? 'scope missing' : 'refused',
    ...(caller !== undefined && { subject: caller.subject }),
    ...(caller?.tenant !== undefined && { tenant: caller.tenant }),
    details: {
      status,
      code,
      reason,
      ...(scopes.length > 0 && { scopes }),
      address: request.ip,
    },
  });
}

/** The issuer does not answer: nobody can be let in, and that is not the caller's fault. */
function unavailable(host: Host, response: Response, error: unknown): void {
  host.log.error('callers cannot be identified', { error });
  const address = response.req.ip;
  const details = { status: 503, reason: 'callers cannot be identified', address };
  tell(host, { kind: 'auth', name: 'unavailable', details });
  response.set('Retry-After', '5');
  refuse(response, 503, { code: -32_000, message: 'Callers cannot be identified now.' });
}
