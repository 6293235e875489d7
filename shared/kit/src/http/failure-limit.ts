import { hash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../context.ts';
import type { Host } from '../host/host.ts';
import type { Authenticator } from '../identity/authenticator.ts';
import { tell } from '../record/recorder.ts';
import { memoryLimiter } from '../state/memory-limiter.ts';
import { addressOf } from './remote-address.ts';
import { callerOfRequest } from './request-caller.ts';
import { tooMany } from './too-many.ts';

/** Credentials that may fail per address and minute. A person who mistypes one needs far fewer. */
const FAILURES = { points: 60, seconds: 60 };
/** Credentials remembered that were good lately. */
const MAX_GOOD = 1_000;

/**
 * Stops an address that tries one credential after the other, before another one is looked at. A credential
 * that was good lately is looked at all the same: who shares an address with a guesser (a proxy, an office)
 * goes on working. Counted on each instance, in memory, so that nothing has to be asked to refuse.
 */
export class FailureLimit {
  readonly #host: Host;
  readonly #identity: Pick<Authenticator, 'presented'>;
  readonly #failures = memoryLimiter('failure', FAILURES);
  readonly #good = new Set<string>();
  /** The credential that each caller came with. */
  readonly #known = new WeakMap<Caller, string>();
  #warned = false;

  constructor(host: Host, identity: Pick<Authenticator, 'presented'>) {
    this.#host = host;
    this.#identity = identity;
  }

  /** Stands before the gate. */
  readonly check: RequestHandler = async (request, response, next) => {
    const address = addressOf(request);
    const failed = await this.#failures.get(address);
    if (over(failed) && !this.#good.has(this.#fingerprint(request))) {
      return tooMany(response, 'Too many requests failed to authenticate.', failed?.msBeforeNext ?? 0);
    }
    this.#warnOfProxy(request);
    next();
  };

  /** Counts a credential that was refused, whether or not anybody waits to hear that. */
  refused(request: Request): void {
    // Who presents no credential is told where to get one, and has guessed nothing.
    if (this.#identity.presented(request).texts.length > 0) void this.#count(addressOf(request));
  }

  /** Stands behind the gate: what comes here was good. */
  readonly passed: RequestHandler = (request, _response, next) => {
    const credential = this.#credentialOf(request);
    // The last that was used is the last to be forgotten.
    this.#good.delete(credential);
    this.#good.add(credential);
    if (this.#good.size > MAX_GOOD) this.#good.delete(this.#good.values().next().value ?? '');
    next();
  };

  #credentialOf(request: Request): string {
    const caller = callerOfRequest(request);
    const credential = (caller && this.#known.get(caller)) ?? this.#fingerprint(request);
    if (caller !== undefined) this.#known.set(caller, credential);
    return credential;
  }

  /** Tells credentials apart without keeping one. */
  #fingerprint(request: Request): string {
    return hash('sha256', JSON.stringify(this.#identity.presented(request).texts), 'base64');
  }

  async #count(address: string): Promise<void> {
    const { consumedPoints } = await this.#failures.penalty(address);
    if (consumedPoints !== FAILURES.points) return;
    this.#host.log.warn('too many credentials failed, no more are looked at for a minute', { address });
    tell(this.#host, { kind: 'auth', name: 'too many failures', details: { address } });
  }

  #warnOfProxy({ headers }: Request): void {
    if (this.#warned || this.#host.options.trustProxy !== undefined) return;
    if (headers['x-forwarded-for'] === undefined && headers.forwarded === undefined) return;
    this.#warned = true;
    this.#host.log.warn('requests come through a proxy: say how many there are with --trust-proxy');
  }
}

function over(failed: RateLimiterRes | null): boolean {
  return failed !== null && failed.msBeforeNext > 0 && failed.consumedPoints >= FAILURES.points;
}
