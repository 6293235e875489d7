import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modernRequest, type RawServer, startRaw } from '@ashlar/kit/testing';
import { onTestFinished } from 'vitest';

/** The built server as a process, spoken to in plain messages so that the order of its answers can be seen. */
export interface Bin {
  raw: RawServer;
  call(tool: string, input: object): Promise<Answer>;
  /** Ends it at once, as a kill does. */
  kill(): Promise<unknown>;
}

export interface Answer {
  /** The whole message as it came. */
  json: string;
  /** The texts of the result, or the message of a protocol error. */
  text: string;
  /** How many answers the server had given before this one. */
  place: number;
}

const BIN = join(import.meta.dirname, '..', 'dist', 'main.js');

interface Message {
  result?: { content: { text?: string }[] };
  error?: { message: string };
}

/** Starts the built server; it is killed when the test is over. */
export function startBin(...args: string[]): Bin {
  const raw = startRaw({ command: process.execPath, args: [BIN, ...args] });
  let id = 0;
  const kill = () => {
    raw.process.kill('SIGKILL');
    return raw.exited;
  };
  onTestFinished(async () => void (await kill()));
  return {
    raw,
    kill,
    async call(tool, input) {
      const own = ++id;
      raw.send(modernRequest(own, 'tools/call', { name: tool, arguments: input }));
      const message = (await raw.answer(own)) as Message;
      const json = JSON.stringify(message);
      const texts = message.result?.content.map(({ text = '' }) => text) ?? [message.error?.message];
      return { json, text: texts.join('\n'), place: raw.lines.findIndex((line) => idOf(line) === own) };
    },
  };
}

function idOf(line: string): unknown {
  return (JSON.parse(line) as { id?: unknown }).id;
}

/** Resident memory in MB, now or at its highest. From procfs, so on Linux only. */
export function memoryOf({ raw }: Bin, which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${raw.process.pid}/status`, 'utf8');
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_000;
}
