import type { Request, RequestHandler, Response } from 'express';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import type { Host } from '../host/host.ts';
import { Slots } from '../limits/slots.ts';
import { tell } from '../record/recorder.ts';
import { memoryLimiter } from '../state/memory-limiter.ts';
import type { Rate } from '../state/state.ts';
import { addressOf } from './remote-address.ts';
import { tooMany } from './too-many.ts';

/** Deliveries that may fail per address and minute; and those that are taken, in all. */
const FAILURES: Rate = { points: 60, seconds: 60 };
const TAKEN: Rate = { points: 3_000, seconds: 60 };
/** Deliveries that may arrive at once, from one address and in all: before they are read nobody knows whose they are. */
const OPEN = 8;
const OPEN_IN_ALL = 32;
/** Milliseconds after which to look whether one of them has ended. */
const NEXT_PLACE_MS = 1_000;

/** Bounds what can be sent to where deliveries are taken, on each instance. */
export class DeliveryLimit {
  readonly #host: Host;
  readonly #sender: string;
  readonly #open = new Slots();
  readonly #failures = memoryLimiter('delivery failure', FAILURES);
  readonly #taken = memoryLimiter('delivery', TAKEN);

  constructor(host: Host, sender: string) {
    this.#host = host;
    this.#sender = sender;
  }

  /** Stands before the body is read. */
  readonly check: RequestHandler = async (request, response, next) => {
    const address = addressOf(request);
    const failed = await this.#failures.get(address);
    if (failed !== null && failed.msBeforeNext > 0 && failed.consumedPoints >= FAILURES.points) {
      return tooMany(response, 'Too many deliveries were not signed as agreed.', failed.msBeforeNext);
    }
    if (!this.#hold(address, OPEN, response) || !this.#hold('', OPEN_IN_ALL, response)) {
      return tooMany(response, 'Too many deliveries arrive at once.', NEXT_PLACE_MS);
    }
    next();
  };

  /** Whether one that is proven is within its sender's rate; answers it where not. */
  async takes(response: Response): Promise<boolean> {
    try {
      await this.#taken.consume(this.#sender);
      return true;
    } catch (refused) {
      tooMany(response, 'Too many deliveries.', (refused as RateLimiterRes).msBeforeNext);
      return false;
    }
  }

  failed(request: Request): void {
    void this.#count(addressOf(request));
  }

  #hold(holder: string, most: number, response: Response): boolean {
    const leave = this.#open.take(holder, most);
    if (leave !== undefined) response.once('close', leave);
    return leave !== undefined;
  }

  async #count(address: string): Promise<void> {
    const { consumedPoints } = await this.#failures.penalty(address);
    if (consumedPoints !== FAILURES.points) return;
    this.#host.log.warn('too many deliveries failed, none from there is read for a minute', { address });
    tell(this.#host, { kind: 'auth', name: 'too many failures', details: { address } });
  }
}
