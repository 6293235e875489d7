import { join } from 'node:path';
import type { Caller } from '@ashlar/kit';
import { connectInProcess, type InProcess, type TestClient, talkTo } from '@ashlar/kit/testing';
import { expect, onTestFinished } from 'vitest';
import { server } from '../src/server.ts';
import { testFolder } from './sqlite-desk.ts';

/** Who is at the other end. */
interface Guest {
  caller?: Caller;
  person?: NonNullable<InProcess['person']>;
  log?: NonNullable<InProcess['log']>;
}

interface WireOptions extends Guest {
  file?: string;
  args?: readonly string[];
}

export interface Wire {
  client: TestClient;
  /** What a call answers. Fails where it does, or where its text is longer than an answer may be. */
  // biome-ignore lint/suspicious/noExplicitAny: each tool answers in its own shape
  data(tool: string, input?: object): Promise<any>;
  /** What a call is refused with. Fails where it is not. */
  refuses(tool: string, input?: object): Promise<string>;
}

/** The server on a file of its own, as a client sees it; gone after the test. */
export async function openWire({
  file = join(testFolder(), 'tickets.db'),
  args = [],
  ...guest
}: WireOptions = {}): Promise<Wire & { file: string }> {
  return { file, ...(await openWith(['--file', file, '--project', 'OPS,WEB', ...args], guest)) };
}

/** The server with these options. */
export async function openWith(args: readonly string[], guest: Guest = {}): Promise<Wire> {
  const client = await connectInProcess(server, { args, ...guest });
  onTestFinished(() => client.close());
  const { refuses } = talkTo(client);
  return {
    client,
    refuses,
    async data(tool, input = {}) {
      const { structuredContent, content, isError = false } = await client.call(tool, input);
      const text = content.map((block) => block.text ?? '').join('\n');
      expect(isError, text).toBe(false);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16_384);
      expect(JSON.parse(text)).toEqual(structuredContent);
      return structuredContent;
    },
  };
}

export const tenantCaller = (tenant: string): Caller => ({
  subject: 'ann',
  tenant,
  scopes: ['ticketing:destroy'],
  via: 'key',
});
