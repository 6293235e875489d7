import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import type { Command } from '../../shared/kit/src/testing/client.ts';
import { type RawServer, startRaw } from '../../shared/kit/src/testing/process.ts';

interface Message {
  id?: string | number;
  method?: string;
  params?: { _meta?: Readonly<Record<string, unknown>> };
  error?: { code: number };
}

const VERSION = 'io.modelcontextprotocol/protocolVersion';
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const METHOD_NOT_FOUND = -32_601;

/**
 * Puts a stdio server where the conformance suite looks for one: behind HTTP. It changes no message. A session of 2025
 * is a process. A request of 2026-07-28 has a process to itself until it is answered, so that all that comes belongs
 * to it. What is said of HTTP itself is said of this bridge.
 */
export async function bridged(command: Command): Promise<{ url: string; stop(): Promise<void> }> {
  const processes = new Processes(command);
  const server = createServer((request, response) => void carry(processes, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async stop() {
      await new Promise((resolve) => server.close(resolve).closeAllConnections());
      await processes.end();
    },
  };
}

/** A process, and who hears its lines now. */
interface Line {
  server: RawServer;
  hear: Set<(line: string) => void>;
}

class Processes {
  readonly #command: Command;
  readonly #all: Line[] = [];
  /** One at least, as the suite does not wait for a start everywhere. */
  readonly #idle: Line[];
  readonly #sessions = new Map<string, Line>();

  constructor(command: Command) {
    this.#command = command;
    this.#idle = [this.#start()];
  }

  session(id: string): Line | undefined {
    return this.#sessions.get(id);
  }

  begin(): { id: string; line: Line } {
    const id = crypto.randomUUID();
    const line = this.take();
    this.#sessions.set(id, line);
    return { id, line };
  }

  take(): Line {
    const line = this.#idle.pop() ?? this.#start();
    if (this.#idle.length === 0) this.#idle.push(this.#start());
    return line;
  }

  giveBack(line: Line): void {
    this.#idle.push(line);
  }

  async end(): Promise<void> {
    for (const { server } of this.#all) server.process.stdin.end();
    await Promise.all(this.#all.map(({ server }) => server.exited));
  }

  #start(): Line {
    const line: Line = { server: startRaw(this.#command), hear: new Set() };
    createInterface({ input: line.server.process.stdout }).on('line', (text) => {
      for (const hear of line.hear) hear(text);
    });
    this.#all.push(line);
    return line;
  }
}

async function carry(
  processes: Processes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(405).end();
  const message = (await json(request)) as Message;
  const known = request.headers['mcp-session-id'];
  if (typeof known === 'string') {
    const line = processes.session(known);
    return line === undefined ? void response.writeHead(404).end() : exchange(line, message, response);
  }
  if (message.method === 'initialize') {
    const { id, line } = processes.begin();
    response.setHeader('mcp-session-id', id);
    return exchange(line, message, response);
  }
  const line = processes.take();
  exchange(line, message, response, (answered) => {
    // Another message makes it a process for clients of 2025.
    if (answered && isModern(message)) processes.giveBack(line);
    else line.server.process.stdin.end();
  });
}

/** Hands a message on, and what comes back: as events if anything comes before the answer. */
function exchange(
  { server, hear }: Line,
  message: Message,
  response: ServerResponse,
  done: (answered: boolean) => void = () => {},
): void {
  if (message.method === undefined || message.id === undefined) {
    server.send(message);
    return void response.writeHead(202).end();
  }
  const finish = (answered: boolean) => {
    if (hear.delete(onLine)) done(answered);
  };
  const onLine = (line: string) => {
    const said = JSON.parse(line) as Message;
    const isAnswer = said.method === undefined && said.id === message.id;
    if (isAnswer && !response.headersSent) {
      response.writeHead(statusOf(said), { 'content-type': 'application/json' }).end(line);
    } else {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${line}\n\n`);
      if (isAnswer) response.end();
    }
    if (isAnswer) finish(true);
  };
  hear.add(onLine);
  response.once('close', () => finish(false));
  server.send(message);
}

function isModern({ params }: Message): boolean {
  const meta = params?._meta ?? {};
  return meta[VERSION] === '2026-07-28' && CAPABILITIES in meta;
}

function statusOf({ error }: Message): number {
  if (error === undefined) return 200;
  return error.code === METHOD_NOT_FOUND ? 404 : 400;
}
