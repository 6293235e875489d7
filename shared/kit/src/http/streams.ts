import type { McpHttpHandler } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import type { Host } from '../host/host.ts';
import { Refused } from '../identity/refused.ts';
import { listenedUris, openForChanges, subscribe } from '../protocol/subscriptions.ts';
import { callerOfRequest, verifierOfRequest } from './request-caller.ts';
import { tooMany } from './too-many.ts';
import { standsWhile } from './verify-again.ts';
import { webExchange } from './web-exchange.ts';

/** Streams that may be open at once, whoever opened them; of sessions as many again. */
export const MAX_STREAMS = 1_024;
/** Milliseconds after which to look whether one of them has ended. */
const NEXT_PLACE_MS = 1_000;

type Message = Readonly<Record<string, unknown>>;
type Listening = Message & { id: string | number };

/** Whether the answer to a request is a stream that lasts for as long as the client likes. */
export function isListening(body: unknown): body is Listening {
  const { method, id } = (body ?? {}) as Message;
  return method === 'subscriptions/listen' && isId(id);
}

/** What a request is known by, and its answer (JSON-RPC 2.0, section 4). */
export function isId(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/**
 * The streams of `subscriptions/listen`. Each has a handler of the SDK to itself, that is told only what its own request
 * may know: a handler tells all its streams by the URI alone, and the same URI may be another tenant's.
 */
export class Streams {
  readonly #host: Host;
  readonly #newHandler: () => McpHttpHandler;
  readonly #open = new Set<McpHttpHandler>();

  constructor(host: Host, newHandler: () => McpHttpHandler) {
    this.#host = host;
    this.#newHandler = newHandler;
  }

  /**
   * For as long as it is open, what it asks for is watched; it is cut when its caller would not be let in any more.
   * It does not count as in flight: nothing waits for it to end.
   */
  async serve(request: Request, response: Response): Promise<void> {
    if (this.#open.size >= MAX_STREAMS) {
      return tooMany(response, 'This server has too many streams open.', NEXT_PLACE_MS);
    }
    const handler = this.#newHandler();
    const message = request.body as Listening;
    const subscriber = {
      requestId: message.id,
      caller: callerOfRequest(request),
      transport: 'http',
      era: 'modern',
    } as const;
    const { started, stop } = subscribe(this.#host, listenedUris(message), subscriber, (uri) =>
      handler.notify.resourceUpdated(uri),
    );
    openForChanges(this.#host);
    const untold = this.#host.lists.subscribe((list) => handler.notify[`${list}Changed`]());
    this.#open.add(handler);
    response.once('close', () => {
      stop();
      untold();
      this.#open.delete(handler);
    });
    const verifyAgain = verifierOfRequest(request);
    if (verifyAgain !== undefined) cutWhenRefused(this.#host, response, verifyAgain);
    await started;
    await webExchange(handler)(request, response);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((handler) => handler.close()));
  }
}

/** What a stream is for, where that goes on without it. */
export interface Standing {
  /** Ends it. */
  cut(): void;
  /** Resolves when it has ended by itself. */
  over: Promise<unknown>;
}

/** A stream outlives the request that opened it, and must not outlive the grant of its caller; nor must what it is for. */
export function cutWhenRefused(
  { log }: Host,
  response: Response,
  verify: () => Promise<unknown>,
  call?: Standing,
): void {
  const stop = standsWhile(verify, (error) => {
    log.info('stream cut', error instanceof Refused ? { reason: error.reason } : { error });
    response.destroy();
    call?.cut();
  });
  response.once('close', () => void Promise.resolve(call?.over).then(stop));
}
