import { basename } from 'node:path';
import type { Caller } from '@ashlar/kit';
import { connectInProcess, type InProcess, type Talk, type TestClient, talkTo } from '@ashlar/kit/testing';
import { onTestFinished, vi } from 'vitest';
import { server } from '../src/server.ts';
import { makeVault, temporaryFolder } from './disk-vault.ts';

/** The server as a client sees it, on a vault of its own; gone after the test. */
export interface Wire extends Talk {
  folder: string;
  client: TestClient;
  /** A URI in this vault, the path as it is given. */
  uri(path: string): string;
}

export interface WireOptions {
  client?: NonNullable<InProcess['client']>;
  /** Beside the vault and `--cache off`. */
  args?: readonly string[];
  caller?: Caller;
  person?: NonNullable<InProcess['person']>;
  /** A vault that is there already. */
  folder?: string;
}

/** Journals of renames are kept in a folder of the test. */
export async function openWire(
  files: Record<string, string | Buffer>,
  { args = [], folder = makeVault(files), ...who }: WireOptions = {},
): Promise<Wire> {
  if (args.includes('--write')) stateIn(temporaryFolder());
  const client = await connectInProcess(server, { args: [folder, '--cache', 'off', ...args], ...who });
  onTestFinished(() => client.close());
  return {
    folder,
    client,
    uri: (path) => `vault://${basename(folder)}/${path}`,
    ...talkTo(client, { most: 16_384 }),
  };
}

/** Where programs keep their state until the test ends, on every system. */
export function stateIn(folder: string): void {
  for (const name of ['XDG_STATE_HOME', 'LOCALAPPDATA', 'HOME']) vi.stubEnv(name, folder);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** Files with these texts, numbered: `n0.md`, `n1.md`. */
export function numbered(count: number, text: (at: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}.md`, text(at)]));
}
