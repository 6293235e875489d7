import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Command } from './client.ts';

/** A server as a bare process: bytes in, bytes out, for what no well-behaved client does. */
export interface RawServer {
  process: ChildProcessWithoutNullStreams;
  /** Every line that came out on stdout. */
  lines: string[];
  stderr(): string;
  /** Writes one line: a text as it is, anything else as JSON. */
  send(message: unknown): void;
  /** The answer to the request with this id. Rejects, with what the server wrote to stderr, where it ends before. */
  answer(id: unknown): Promise<Record<string, unknown>>;
  /** Resolves when the process has ended and all its output was read. */
  exited: Promise<Ended>;
}

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export function startRaw({ command, args, env, cwd }: Command): RawServer {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const lines: string[] = [];
  const waiting = new Map<string, (message: Record<string, unknown>) => void>();
  const seen = new Map<string, Record<string, unknown>>();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {}); // the server may end before all was written
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    const message = parse(line);
    if (message === undefined || 'method' in message) return;
    const key = JSON.stringify(message.id);
    seen.set(key, message);
    waiting.get(key)?.(message);
  });
  const exited = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  return {
    process: child,
    lines,
    stderr: () => stderr,
    send: (message) =>
      void child.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`),
    answer(id) {
      const key = JSON.stringify(id);
      const before = seen.get(key);
      if (before !== undefined) return Promise.resolve(before);
      return new Promise((resolve, reject) => {
        waiting.set(key, resolve);
        void exited.then(() => reject(new Error(`the server ended without an answer to ${key}: ${stderr}`)));
      });
    },
    exited,
  };
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Messages of the 2025 era, as a client would open with. */
export const HANDSHAKE = [
  {
    jsonrpc: '2.0',
    id: 'init',
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '0' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
] as const;

/** A request of the 2026-07-28 era, which carries its own context. */
export function modernRequest(id: unknown, method: string, params: Record<string, unknown> = {}): unknown {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return { jsonrpc: '2.0', id, method, params: { ...params, _meta } };
}

/** Starts a server over HTTP on a free port and waits until it listens. */
export async function startHttp(
  command: Command,
): Promise<{ url: string; raw: RawServer; stop(): Promise<void> }> {
  const raw = startRaw({ ...command, args: [...command.args, '--http', '127.0.0.1:0'] });
  const url = await new Promise<string>((resolve, reject) => {
    raw.process.stderr.on('data', () => {
      const found = /"url":"([^"]+)"/.exec(raw.stderr())?.[1];
      if (found !== undefined) resolve(found);
    });
    void raw.exited.then(() => reject(new Error(`the server ended: ${raw.stderr()}`)));
  });
  return {
    url,
    raw,
    async stop() {
      raw.process.kill('SIGTERM');
      await raw.exited;
    },
  };
}
