import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A program under measurement. */
export interface Contender {
  name: string;
  command: string;
  args: readonly string[];
  /** Which handshake it is opened with. Default: the 2025 one, which every peer knows. */
  era?: 'legacy' | 'modern';
}

type Message = Record<string, unknown>;

/**
 * A JSON-RPC client with nothing in it: what is measured is the server. One call at a time or many; the time
 * of a call runs from the write to the parsed answer.
 */
export class Wire {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (line: string, message: Message) => void>();
  readonly #era: 'legacy' | 'modern';
  /** What came of a line that has not ended: an answer of megabytes comes in hundreds of pieces. */
  #pieces: string[] = [];
  #nextId = 1;
  readonly exited: Promise<void>;

  constructor({ command, args, era = 'legacy' }: Contender) {
    this.#era = era;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#receive(text));
    this.exited = new Promise((resolve) => this.#child.once('close', () => resolve()));
  }

  /** The first exchange of a session; resolves with the first answer. */
  async open(): Promise<Message> {
    if (this.#era === 'modern') return (await this.call('server/discover', {})).message;
    const { message } = await this.call('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'bench', version: '0' },
    });
    this.#child.stdin?.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    return message;
  }

  /** One request. `ms` from write to parsed answer; `bytes` is the whole answer line. */
  call(method: string, params: Message): Promise<{ message: Message; ms: number; bytes: number }> {
    const id = this.#nextId++;
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id,
      method,
      params: this.#era === 'modern' ? stamped(params) : params,
    });
    return new Promise((resolve) => {
      const started = performance.now();
      this.#waiting.set(id, (line, message) =>
        resolve({ message, ms: performance.now() - started, bytes: Buffer.byteLength(line) }),
      );
      this.#child.stdin?.write(`${body}\n`);
    });
  }

  tool(name: string, input: Message): ReturnType<Wire['call']> {
    return this.call('tools/call', { name, arguments: input });
  }

  /**
   * Resident memory in MB with that of the processes it started, and the sum of the highest that each ever had;
   * Linux only, elsewhere NaN.
   */
  memory(): { now: number; peak: number } {
    try {
      return memoryOf(this.#child.pid ?? 0);
    } catch {
      return { now: Number.NaN, peak: Number.NaN };
    }
  }

  async close(): Promise<void> {
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 6_000);
    await this.exited;
    clearTimeout(timer);
  }

  #receive(text: string): void {
    const [end = '', ...lines] = text.split('\n');
    this.#pieces.push(end);
    if (lines.length === 0) return;
    const first = this.#pieces.join('');
    this.#pieces = [lines.pop() ?? ''];
    for (const line of [first, ...lines]) {
      const message = JSON.parse(line) as Message;
      const id = message.id as number;
      if ('method' in message) continue;
      this.#waiting.get(id)?.(line, message);
      this.#waiting.delete(id);
    }
  }
}

/** Opens a server, uses it and closes it. */
export async function withWire<T>(contender: Contender, use: (wire: Wire) => Promise<T>): Promise<T> {
  const wire = new Wire(contender);
  try {
    await wire.open();
    return await use(wire);
  } finally {
    await wire.close();
  }
}

function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const all = [
    { now: megabytes('VmRSS'), peak: megabytes('VmHWM') },
    ...(children === '' ? [] : children.split(' ').map((child) => memoryOf(Number(child)))),
  ];
  const sum = (key: 'now' | 'peak') => all.reduce((total, one) => total + one[key], 0);
  return { now: sum('now'), peak: sum('peak') };
}

function stamped(params: Message): Message {
  return {
    ...params,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '0' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  };
}
