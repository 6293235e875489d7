import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { InFlight } from '../host/in-flight.ts';
import { Lines } from './lines.ts';
import { idOf, isMessage, type Message } from './message.ts';
import { messageJson } from './message-json.ts';

/** The longest message that is read, in bytes; both SDK lines hold the same bound. */
export const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

/**
 * The stdio transport (specification 2026-07-28, basic/transports#stdio): one JSON-RPC message a line. Unlike
 * the SDK's own, it answers what it cannot read, outlives a message that is too long, and knows which requests
 * are still open, so that the end of stdin does not cut off their answers.
 */
export class StdioWire implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Sees every message that arrives, before the SDK does: which waits for what is returned. */
  onarrive?: (message: Message) => Promise<unknown> | undefined;
  /** Sees every message that is sent. */
  onsend?: (message: Message) => void;
  /** Called once, when the client has closed its end. */
  onend?: () => void;

  readonly inFlight = new InFlight();
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #open = new Map<unknown, () => void>();
  #ended = false;
  #closed = false;

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
  }

  async start(): Promise<void> {
    const lines = new Lines(MAX_MESSAGE_BYTES, (line) => this.#line(line));
    this.#input.on('data', (chunk: Buffer) => lines.add(chunk));
    this.#input.once('end', () => this.#end());
    this.#input.once('close', () => this.#end());
    this.#input.on('error', (error) => this.#fail(error));
    this.#output.on('error', (error) => this.#fail(error));
    if (this.#input.readableEnded || this.#input.destroyed) this.#end();
  }

  /** Resolves when the message has left; until then its request counts as in flight. */
  async send(message: JSONRPCMessage): Promise<void> {
    this.onsend?.(message as unknown as Message);
    try {
      await this.#write(`${messageJson(message as unknown as Message)}\n`);
    } finally {
      if (!('method' in message)) this.#settle(message.id);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#input.removeAllListeners('data').pause();
    for (const id of [...this.#open.keys()]) this.#settle(id);
    this.onclose?.();
  }

  #end(): void {
    if (!this.#ended) this.onend?.();
    this.#ended = true;
  }

  #fail(error: Error): void {
    this.onerror?.(error);
    void this.close();
  }

  #line(line: string | undefined): void {
    if (this.#closed) return;
    if (line === undefined) {
      return this.#refuse(INVALID_REQUEST, `A message may be at most ${MAX_MESSAGE_BYTES} bytes.`);
    }
    if (line.trim() === '') return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return this.#refuse(PARSE_ERROR, 'The message is not valid JSON.');
    }
    if (isMessage(message)) return this.#deliver(message);
    if (Array.isArray(message)) {
      return this.#refuse(INVALID_REQUEST, 'Batches are not supported: send one message a line.');
    }
    this.#refuse(INVALID_REQUEST, 'The message is not valid JSON-RPC 2.0.', idOf(message));
  }

  #deliver(message: Message): void {
    const { id, method } = message;
    // A subscription stays open for as long as it lasts: nothing waits for its answer.
    if (typeof method === 'string' && id !== undefined && method !== 'subscriptions/listen') {
      this.#settle(id); // a second request of the same id takes the place of the first
      this.#open.set(id, this.inFlight.begin());
    }
    if (method === 'notifications/cancelled') {
      this.#settle((message.params as { requestId?: unknown } | undefined)?.requestId);
    }
    const hand = () => this.onmessage?.(message as unknown as JSONRPCMessage);
    const ready = this.onarrive?.(message);
    if (ready === undefined) hand();
    else void ready.then(hand);
  }

  #settle(id: unknown): void {
    this.#open.get(id)?.();
    this.#open.delete(id);
  }

  #refuse(code: number, message: string, id: unknown = null): void {
    const answer = { jsonrpc: '2.0', id, error: { code, message } };
    void this.#write(`${JSON.stringify(answer)}\n`).catch(() => {});
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('the connection is closed'));
      const flowing = this.#output.write(text, (error) => (error ? reject(error) : resolve()));
      if (!flowing) this.#pause();
    });
  }

  /** Reading stops while the client does not read: answers nobody takes must not pile up in memory. */
  #pause(): void {
    if (this.#input.isPaused()) return;
    this.#input.pause();
    this.#output.once('drain', () => {
      if (!this.#closed) this.#input.resume();
    });
  }
}
