import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { CommittedLock } from '../../surface/lock.ts';
import { CLIENTS, connectHttp, connectStdio, type TestClient } from '../client.ts';
import { connectInProcess } from '../in-process.ts';
import { startHttp } from '../process.ts';
import { callsContract } from './calls.ts';
import { crossingContract } from './crossing.ts';
import type { Connection, Expectations, Promised } from './expectations.ts';
import { offersContract } from './offers.ts';
import { programOf } from './program.ts';
import { startContract } from './start.ts';
import { streamsContract } from './streams.ts';
import { surfaceContract } from './surface.ts';
import { twiceContract } from './twice.ts';

/**
 * What every server of the house promises, tested through the reference clients: SDK v2 in both eras and SDK
 * v1, over stdio and HTTP against the built program, and in-process against the definition.
 */
export function contract(said: Expectations): void {
  const lock = readFileSync(join(said.folder, 'tools.lock.json'), 'utf8');
  const expectations: Promised = { ...said, tools: (JSON.parse(lock) as CommittedLock).access };
  const bin = join(expectations.folder, 'dist', 'main.js');
  const built = (args: string[]) => ({ command: process.execPath, args: [bin, ...args] });
  const command = expectations.command ?? built;

  for (const kind of CLIENTS) {
    describe(`${kind} client over stdio`, () => {
      const connection = connected(expectations, async (args) => connectStdio(kind, command(args)));
      surfaceContract(expectations, connection);
      callsContract(expectations, connection);
      offersContract(expectations, connection);
    });
    describe(`${kind} client over HTTP`, () => {
      const connection = connected(expectations, async (args) => {
        const server = await startHttp(command(args));
        const client = await connectHttp(kind, server.url);
        return { ...client, close: () => client.close().then(server.stop) };
      });
      surfaceContract(expectations, connection);
      callsContract(expectations, connection);
      offersContract(expectations, connection);
    });
    describe(`${kind} client in-process`, () => {
      const connection = connected(expectations, (args) =>
        connectInProcess(expectations.server, { client: kind, args }),
      );
      callsContract(expectations, connection);
      offersContract(expectations, connection);
    });
  }
  describe('as a program', () => {
    const program = programOf(expectations, command);
    streamsContract(program);
    startContract(program);
    twiceContract(program);
    crossingContract(expectations, command);
  });
}

function connected(expectations: Promised, connect: (args: string[]) => Promise<TestClient>): Connection {
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
