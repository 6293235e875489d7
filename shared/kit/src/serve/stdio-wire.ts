import type { Readable, Writable } from 'node:stream';
import { type JSONRPCMessage, serializeMessage, type Transport } from '@modelcontextprotocol/server';
import { InFlight } from './in-flight.ts';

/** The longest message that is read, in bytes; both SDK lines hold the same bound. */
export const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

const NEWLINE = 0x0a;
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

type Message = Record<string, unknown>;

/**
 * The stdio transport (specification 2026-07-28, basic/transports#stdio): one JSON-RPC message a line. Unlike
 * the SDK's own, it answers what it cannot read, outlives a message that is too long, and knows which requests
 * are still open, so that the end of stdin does not cut off their answers.
 */
export class StdioWire implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Sees every message that arrives, before the SDK does. */
  onpeek?: (message: Message) => void;
  /** Called once, when the client has closed its end. */
  onend?: () => void;

  readonly inFlight = new InFlight();
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #open = new Map<unknown, () => void>();
  #chunks: Buffer[] = [];
  #length = 0;
  #skipping = false;
  #closed = false;

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
  }

  async start(): Promise<void> {
    this.#input.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#input.once('end', () => this.onend?.());
    this.#input.once('close', () => this.onend?.());
    this.#input.on('error', (error) => this.#fail(error));
    this.#output.on('error', (error) => this.#fail(error));
    if (this.#input.readableEnded || this.#input.destroyed) this.onend?.();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!('method' in message)) this.#settle(message.id);
    await this.#write(serializeMessage(message));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#input.removeAllListeners('data').pause();
    for (const id of [...this.#open.keys()]) this.#settle(id);
    this.onclose?.();
  }

  #fail(error: Error): void {
    this.onerror?.(error);
    void this.close();
  }

  #receive(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      this.#keep(rest.subarray(0, end));
      this.#line();
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
  }

  /** Collects the bytes of a line; past the bound it only remembers that the line is too long. */
  #keep(bytes: Buffer): void {
    if (this.#skipping || bytes.length === 0) return;
    this.#length += bytes.length;
    if (this.#length > MAX_MESSAGE_BYTES) {
      this.#skipping = true;
      this.#chunks = [];
    } else this.#chunks.push(bytes);
  }

  #line(): void {
    const tooLong = this.#skipping;
    const line = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#length = 0;
    this.#skipping = false;
    if (tooLong) return this.#refuse(INVALID_REQUEST, `A message may be at most ${MAX_MESSAGE_BYTES} bytes.`);
    const text = line?.toString('utf8').trim() ?? '';
    if (text === '' || this.#closed) return;
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return this.#refuse(PARSE_ERROR, 'The message is not valid JSON.');
    }
    this.#deliver(message);
  }

  #deliver(message: unknown): void {
    if (Array.isArray(message))
      return this.#refuse(INVALID_REQUEST, 'Batches are not supported: send one message a line.');
    if (!isMessage(message)) return this.#refuse(INVALID_REQUEST, 'The message is not JSON-RPC 2.0.');
    const { id, method } = message;
    // A subscription stays open for as long as it lasts: nothing waits for its answer.
    if (typeof method === 'string' && id !== undefined && method !== 'subscriptions/listen') {
      this.#open.set(id, this.inFlight.begin());
    }
    if (method === 'notifications/cancelled') {
      this.#settle((message.params as { requestId?: unknown } | undefined)?.requestId);
    }
    this.onpeek?.(message);
    this.onmessage?.(message as unknown as JSONRPCMessage);
  }

  #settle(id: unknown): void {
    this.#open.get(id)?.();
    this.#open.delete(id);
  }

  #refuse(code: number, message: string): void {
    void this.#write(`${JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } })}\n`).catch(
      () => {},
    );
  }

  /** Reading stops while the client does not read: answers nobody takes must not pile up in memory. */
  #write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('the connection is closed'));
      const flowing = this.#output.write(text, (error) => (error ? reject(error) : resolve()));
      if (flowing) return;
      this.#input.pause();
      this.#output.once('drain', () => this.#input.resume());
    });
  }
}

/** Just enough to tell messages from other JSON; the SDK checks the rest. */
function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { jsonrpc, id, method } = value as Message;
  const validId = id === undefined || typeof id === 'string' || Number.isSafeInteger(id);
  if (jsonrpc !== '2.0' || !validId) return false;
  return typeof method === 'string' || 'result' in value || 'error' in value;
}
