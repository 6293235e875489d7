import { isInitializeRequest, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { Host } from '../../host/host.ts';
import { callerText } from '../../state/handles.ts';
import { INVALID_REQUEST, refuse } from '../refuse.ts';
import { callerOfRequest, verifierOfRequest } from '../request-caller.ts';
import { openRequests } from '../request-limit.ts';
import { cutWhenRefused, isId, MAX_STREAMS, type Standing } from '../streams.ts';
import { tooMany } from '../too-many.ts';
import { exchange, webRequest } from '../web-exchange.ts';
import { EventMemory } from './event-store.ts';
import { Places } from './places.ts';
import { Session } from './session.ts';

/** Milliseconds between two looks for sessions that are idle for too long. */
const SWEEP_MS = 60_000;
/** Milliseconds after which a caller may look whether there is room for one more. */
const NEXT_PLACE_MS = 60_000;
/** Milliseconds after which a caller may look whether one of their own requests has been answered. */
const ANSWERED_MS = 1_000;

/** As a client says it, whatever that is. */
interface Message {
  id?: unknown;
  method?: unknown;
  params?: { requestId?: unknown } | null;
}

/**
 * Sessions for clients of 2025 over HTTP (specification 2025-11-25, basic/transports, session management). An id only
 * says which session is meant: each request has been let in by itself, and a session answers to whoever opened it.
 */
export class Sessions {
  readonly #host: Host;
  readonly #places: Places<Session>;
  readonly #memory = new EventMemory();
  readonly #sweeping: NodeJS.Timeout;
  #streams = 0;

  /** `most` that may be open at once. */
  constructor(host: Host, most: number) {
    this.#host = host;
    this.#places = new Places(most);
    this.#sweeping = setInterval(() => this.#places.sweep(), SWEEP_MS).unref();
  }

  /** Serves the methods that only a session has, behind the same doors as every request. */
  serveStreams(app: Express, doors: { listen: readonly RequestHandler[]; end: readonly RequestHandler[] }) {
    const within: RequestHandler = (request, _response, next) =>
      // Express takes HEAD for GET; it opens no stream.
      next(
        request.method === 'HEAD' || request.headers['mcp-session-id'] === undefined ? 'route' : undefined,
      );
    app.get('/mcp', within, ...doors.listen, (request, response) => this.#listen(request, response));
    app.delete('/mcp', within, ...doors.end, (request, response) => {
      const session = this.#find(request, response);
      if (session === undefined) return;
      this.#places.end(session);
      response.status(204).end();
    });
  }

  /** Whether a message is one of a session, or opens one: never of a client of 2026-07-28, whatever its headers say. */
  async takes(request: Request): Promise<boolean> {
    const { headers, body } = request;
    if (headers['mcp-session-id'] === undefined && !isInitializeRequest(body)) return false;
    return isLegacyRequest(webRequest(request, new AbortController().signal), body ?? null);
  }

  async serve(request: Request, response: Response): Promise<void> {
    const opens = request.headers['mcp-session-id'] === undefined;
    const session = opens ? this.#open(request, response) : this.#find(request, response);
    if (session === undefined) return;
    const messages = messagesOf(request.body);
    const ids = messages.flatMap(({ id, method }) => (isId(id) && method !== undefined ? [id] : []));
    if (!session.canTake(ids)) {
      const message = 'id: another request of this session has it, and is not answered yet.';
      return refuse(response, 400, { code: INVALID_REQUEST, message });
    }
    // Whose client has left is no open request any more, and each is looked after until it is answered.
    if (ids.length > 0 && session.unanswered >= openRequests(this.#host.limits.remote)) {
      return tooMany(response, 'This session has too many requests that are not answered.', ANSWERED_MS);
    }
    const cut = () => {
      for (const id of ids) session.cancel(id);
    };
    this.#hold(session, request, response, { cut, over: session.answered(ids) });
    await exchange(session.fetch, request, response);
    if (response.statusCode !== 200) session.refused(ids);
    if (opens && response.statusCode !== 200) this.#places.end(session);
    for (const { method, params } of messages) {
      const cancelled = method === 'notifications/cancelled' ? params?.requestId : undefined;
      if (isId(cancelled)) session.settle(cancelled);
    }
  }

  close(): void {
    clearInterval(this.#sweeping);
    this.#places.endAll();
  }

  async #listen(request: Request, response: Response): Promise<void> {
    const session = this.#find(request, response);
    if (session === undefined) return;
    if (this.#streams >= MAX_STREAMS) {
      return tooMany(response, 'This server has too many streams open.', NEXT_PLACE_MS);
    }
    const { events } = session;
    const named = request.headers['last-event-id'] as string | undefined;
    if (named !== undefined && !events.keeps(named)) {
      const message = 'Last-Event-ID: what came after this event is no longer kept.';
      return refuse(response, 400, { code: -32_000, message });
    }
    const last = named ?? events.heard;
    if (events.keeps(last)) request.headers['last-event-id'] = last;
    this.#streams += 1;
    response.once('close', () => {
      this.#streams -= 1;
    });
    this.#hold(session, request, response);
    await exchange(session.fetch, request, response);
    // What is refused hears nothing, and what has left already will not tell when it leaves.
    if (response.statusCode === 200 && !response.destroyed) response.once('close', events.hear(last));
  }

  #open(request: Request, response: Response): Session | undefined {
    const owner = ownerOf(request);
    if (owner === undefined || !this.#places.makeRoom(owner)) {
      tooMany(response, 'There are too many sessions open.', NEXT_PLACE_MS);
      return undefined;
    }
    const session = new Session(this.#host, owner, this.#memory);
    this.#places.add(session);
    return session;
  }

  /** What belongs to another caller is to everyone else as if it did not exist. */
  #find(request: Request, response: Response): Session | undefined {
    const owner = ownerOf(request);
    const id = request.headers['mcp-session-id'];
    const session = owner === undefined || typeof id !== 'string' ? undefined : this.#places.find(id, owner);
    if (session === undefined) {
      refuse(response, 404, { code: -32_001, message: 'There is no such session: initialize again.' });
    }
    return session;
  }

  /**
   * While it is open, or what it is for goes on without it, the session is in use; it is cut when its caller would not
   * be let in any more.
   */
  #hold(session: Session, request: Request, response: Response, call?: Standing): void {
    const close = this.#places.open(session);
    response.once('close', () => void Promise.resolve(call?.over).then(close));
    const verifyAgain = verifierOfRequest(request);
    if (verifyAgain !== undefined) cutWhenRefused(this.#host, response, verifyAgain, call);
  }
}

function messagesOf(body: unknown): Message[] {
  return [body]
    .flat()
    .filter((message): message is Message => typeof message === 'object' && message !== null);
}

function ownerOf(request: Request): string | undefined {
  const caller = callerOfRequest(request);
  return caller === undefined ? undefined : callerText(caller);
}
