import type { Request, RequestHandler, Response } from 'express';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import type { Host } from '../host/host.ts';
import { callerKey } from '../limits/caller-key.ts';
import type { LimitSettings } from '../limits/limit-options.ts';
import { Slots } from '../limits/slots.ts';
import { memoryLimiter } from '../state/memory-limiter.ts';
import type { Rate } from '../state/state.ts';
import { callerOfRequest } from './request-caller.ts';
import { isListening } from './streams.ts';
import { tooMany } from './too-many.ts';

/** Requests of all kinds per caller: at least so many, and several times what one tool may be called. */
const REQUESTS: Rate = { points: 3_000, seconds: 60 };
const TIMES_A_TOOL = 5;
/** Requests of one caller that may be open, and streams among them, per call that may run at once. */
const OPEN_PER_CALL = 4;
const STREAMS_PER_CALL = 2;
/** Milliseconds after which a caller may look whether one of their own requests has ended. */
const NEXT_PLACE_MS = 1_000;

/**
 * Bounds what one caller may ask of the transport, whatever they ask for, on each instance. Requests that are
 * open count until their answer was taken, so that answers nobody reads cannot pile up.
 */
export class RequestLimit {
  readonly #host: Host;
  readonly #requests = new Slots();
  readonly #streams = new Slots();
  readonly #limiter: ReturnType<typeof memoryLimiter> | undefined;

  constructor(host: Host) {
    this.#host = host;
    const rate = requestRate(host.limits.remote);
    this.#limiter = rate === undefined ? undefined : memoryLimiter('request', rate);
  }

  /** Stands behind the gate and before the body is read. */
  readonly check: RequestHandler = async (request, response, next) => {
    const key = keyOf(request);
    if (!this.#hold(this.#requests, OPEN_PER_CALL, key, response)) {
      return tooMany(response, 'This caller has too many requests open.', NEXT_PLACE_MS);
    }
    try {
      await this.#limiter?.consume(key);
    } catch (refused) {
      return tooMany(response, 'Too many requests.', (refused as RateLimiterRes).msBeforeNext);
    }
    next();
  };

  /** Stands behind the body: a stream lasts for as long as the client likes. */
  readonly checkStream: RequestHandler = (request, response, next) => {
    const fits = !isStream(request) || this.#hold(this.#streams, STREAMS_PER_CALL, keyOf(request), response);
    if (fits) return next();
    tooMany(response, 'This caller has too many streams open.', NEXT_PLACE_MS);
  };

  #hold(slots: Slots, perCall: number, key: string, response: Response): boolean {
    const { concurrent } = this.#host.limits.remote;
    if (concurrent === undefined) return true;
    const leave = slots.take(key, perCall * concurrent);
    if (leave !== undefined) response.once('close', leave);
    return leave !== undefined;
  }
}

/** What `subscriptions/listen` is answered with, and what is got from a session. */
function isStream({ method, body }: Request): boolean {
  return method === 'GET' || isListening(body);
}

/** How many requests of one caller may be open at once. */
export function openRequests({ concurrent }: LimitSettings): number {
  return concurrent === undefined ? Number.POSITIVE_INFINITY : OPEN_PER_CALL * concurrent;
}

/** None where the operator wants none for tools either. */
export function requestRate({ others, tools }: LimitSettings): Rate | undefined {
  if (others === undefined) return undefined;
  const most = [others, ...tools.values()]
    .filter((rate) => rate !== undefined)
    .map(({ points, seconds }) => ({ points: points * TIMES_A_TOOL, seconds }));
  return [REQUESTS, ...most].reduce((a, b) => (b.points / b.seconds > a.points / a.seconds ? b : a));
}

/** Behind the gate there is a caller; without one nothing is counted for anybody else. */
function keyOf(request: Request): string {
  const caller = callerOfRequest(request);
  return caller === undefined ? '' : callerKey(caller);
}
