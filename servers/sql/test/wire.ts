import { type ClientKind, connectInProcess, type Result, type TestClient } from '@ashlar/kit/testing';
import { expect, onTestFinished } from 'vitest';
import { server } from '../src/server.ts';
import { testFile } from './sqlite-file.ts';

/** The server as a client sees it; gone after the test. */
export interface Wire {
  client: TestClient;
  call(tool: string, input: object): Promise<Result>;
  /** What a call answers, as data where it is data. Fails where the call does, or the answer is too long. */
  // biome-ignore lint/suspicious/noExplicitAny: each tool answers in its own shape
  data(tool: string, input: object): Promise<any>;
  text(tool: string, input: object): Promise<string>;
  /** What a call is refused with. Fails where it is not. */
  refuses(tool: string, input: object): Promise<string>;
}

/** On sources as they are given to the program. */
export async function openWire(args: readonly string[], kind: ClientKind = 'v2'): Promise<Wire> {
  const client = await connectInProcess(server, { client: kind, args });
  onTestFinished(() => client.close());
  const call = (tool: string, input: object) => client.call(tool, input);
  const textOf = ({ content }: Result) => content.map(({ text = '' }) => text).join('\n');
  const succeeded = async (tool: string, input: object) => {
    const result = await call(tool, input);
    expect(result.isError ?? false, textOf(result)).toBe(false);
    expect(Buffer.byteLength(textOf(result))).toBeLessThanOrEqual(16_384);
    return result;
  };
  return {
    client,
    call,
    data: async (tool, input) => (await succeeded(tool, input)).structuredContent,
    text: async (tool, input) => textOf(await succeeded(tool, input)),
    async refuses(tool, input) {
      const result = await call(tool, input);
      expect(result.isError ?? false, textOf(result)).toBe(true);
      return textOf(result);
    },
  };
}

/** On one SQLite database made by a script. */
export function openShop(script: string, options: readonly string[] = []): Promise<Wire> {
  return openWire([testFile(script), ...options]);
}
