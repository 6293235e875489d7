import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { CLIENTS, connectHttp, connectStdio, type TestClient } from '../client.ts';
import { connectInProcess } from '../in-process.ts';
import { startHttp } from '../process.ts';
import { callsContract } from './calls.ts';
import type { Expectations } from './expectations.ts';
import { processContract } from './process.ts';
import { surfaceContract } from './surface.ts';

/** A way to reach the server under test. */
export interface Connection {
  /** Where the calls of one test file go. */
  client(): TestClient;
}

/**
 * What every server of the house promises, tested through the reference clients: SDK v2 in both eras and SDK
 * v1, over stdio and HTTP against the built program, and in-process against the definition.
 */
export function contract(expectations: Expectations): void {
  const bin = join(expectations.folder, 'dist', 'main.js');
  const command = (args: string[]) => ({ command: process.execPath, args: [bin, ...args] });

  for (const kind of CLIENTS) {
    describe(`${kind} client over stdio`, () => {
      const connection = connected(expectations, async (args) => connectStdio(kind, command(args)));
      surfaceContract(expectations, connection);
      callsContract(expectations, connection);
    });
    describe(`${kind} client over HTTP`, () => {
      const connection = connected(expectations, async (args) => {
        const server = await startHttp(command(args));
        const client = await connectHttp(kind, server.url);
        return { ...client, close: () => client.close().then(server.stop) };
      });
      surfaceContract(expectations, connection);
      callsContract(expectations, connection);
    });
    describe(`${kind} client in-process`, () => {
      const connection = connected(expectations, (args) =>
        connectInProcess(expectations.server, { client: kind, args }),
      );
      callsContract(expectations, connection);
    });
  }
  describe('as a process', () => processContract(expectations, command));
}

function connected(expectations: Expectations, connect: (args: string[]) => Promise<TestClient>): Connection {
  let client: TestClient | undefined;
  let fixture: Awaited<ReturnType<Expectations['start']>> | undefined;
  beforeAll(async () => {
    fixture = await expectations.start();
    client = await connect(fixture.args);
  });
  afterAll(async () => {
    await client?.close();
    await fixture?.dispose();
  });
  return {
    client() {
      if (client === undefined) throw new Error('not connected');
      return client;
    },
  };
}

/** A home folder with nothing in it, to see what a server leaves there. */
export async function emptyHome(): Promise<{ path: string; dispose(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'ashlar-home-'));
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}
