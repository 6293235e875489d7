import { vi } from 'vitest';
import { type Command, connectHttp, connectStdio, type TestClient } from './client.ts';
import { startHttp } from './process.ts';

type Way = (command: Command) => Promise<TestClient>;

const overHttp: Way = async (command) => {
  const server = await startHttp(command);
  const client = await connectHttp('v2', server.url);
  return { ...client, close: () => client.close().then(server.stop) };
};

const inSession: Way = async (command) => {
  const server = await startHttp({ ...command, args: [...command.args, '--sessions'] });
  const client = await connectHttp('v2-legacy', server.url);
  return { ...client, close: () => client.close().then(server.stop) };
};

/** The ways in which a client can ask to be told of changes to resources. */
export const WAYS_TO_LISTEN: readonly [name: string, connect: Way][] = [
  ['listening over stdio', (command) => connectStdio('v2', command)],
  ['listening over HTTP', overHttp],
  ['subscribed over stdio, as in 2025', (command) => connectStdio('v2-legacy', command)],
  ['subscribed over HTTP in a session, as in 2025', inSession],
];

/** What this needs of either SDK's client: they declare it in ways that do not fit together. */
interface Listener {
  listen(filter: { resourceSubscriptions: string[] }): Promise<{ close(): Promise<void> }>;
  subscribeResource(params: { uri: string }): Promise<unknown>;
  unsubscribeResource(params: { uri: string }): Promise<unknown>;
  setNotificationHandler(method: string, handler: (message: { params: { uri: string } }) => void): void;
}

/** A client that is told of changes to resources; who has one closes it. */
export interface Told {
  client: TestClient;
  /** The URIs it was told of, each as often as it was. */
  heard: string[];
  /** What is told first of the changes that `act` makes, in the order in which it makes them; waits for 10 s. */
  afterwards(act: () => unknown): Promise<string[]>;
  /** Asks to be told no more. */
  stop(): Promise<unknown>;
}

/** Asks a server to be told of changes to these resources. */
export async function listenTo(client: TestClient, uris: readonly string[]): Promise<Told> {
  const sdk = client.sdk as never as Listener;
  const heard: string[] = [];
  sdk.setNotificationHandler('notifications/resources/updated', ({ params }) => heard.push(params.uri));
  return {
    client,
    heard,
    stop: await ask(client, sdk, [...uris]),
    async afterwards(act) {
      heard.length = 0;
      await act();
      await vi.waitUntil(() => heard.length > 0, { timeout: 10_000, interval: 10 });
      return [...new Set(heard)];
    },
  };
}

async function ask({ kind }: TestClient, sdk: Listener, uris: string[]): Promise<() => Promise<unknown>> {
  if (kind === 'v2') {
    const listening = await sdk.listen({ resourceSubscriptions: uris });
    return () => listening.close();
  }
  for (const uri of uris) await sdk.subscribeResource({ uri });
  return () => Promise.all(uris.map((uri) => sdk.unsubscribeResource({ uri })));
}
