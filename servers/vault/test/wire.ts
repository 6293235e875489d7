import { basename } from 'node:path';
import { type ClientKind, connectInProcess, type Result, type TestClient } from '@ashlar/kit/testing';
import { expect, onTestFinished } from 'vitest';
import { server } from '../src/server.ts';
import { makeVault } from './disk-vault.ts';

/** The server as a client sees it, on a vault of its own; gone after the test. */
export interface Wire {
  folder: string;
  client: TestClient;
  /** A URI in this vault, the path as it is given. */
  uri(path: string): string;
  call(tool: string, input: object): Promise<Result>;
  /** The texts of an answer, one a block, none of them too long. Fails where the call does. */
  says(tool: string, input: object): Promise<string[]>;
  /** What a call is refused with. Fails where it is not. */
  refuses(tool: string, input: object): Promise<string>;
}

export async function openWire(
  files: Record<string, string | Buffer>,
  kind: ClientKind = 'v2',
): Promise<Wire> {
  const folder = makeVault(files);
  const client = await connectInProcess(server, { client: kind, args: [folder, '--cache', 'off'] });
  onTestFinished(() => client.close());
  const call = (tool: string, input: object) => client.call(tool, input);
  const texts = ({ content }: Result) => content.map(({ text = '' }) => text);
  return {
    folder,
    client,
    uri: (path) => `vault://${basename(folder)}/${path}`,
    call,
    async says(tool, input) {
      const result = await call(tool, input);
      const said = texts(result);
      expect(result.isError ?? false, said.join('\n')).toBe(false);
      expect(Buffer.byteLength(said.join('\n'))).toBeLessThanOrEqual(16_384);
      return said;
    },
    async refuses(tool, input) {
      const result = await call(tool, input);
      expect(result.isError ?? false, texts(result).join('\n')).toBe(true);
      return texts(result).join('\n');
    },
  };
}

/** Files with these texts, numbered: `n0.md`, `n1.md`. */
export function numbered(count: number, text: (at: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}.md`, text(at)]));
}
