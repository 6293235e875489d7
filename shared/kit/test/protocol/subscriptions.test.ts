import type { Client as V2Client } from '@modelcontextprotocol/client';
import type { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type ClientKind,
  connectHttp,
  connectStdio,
  HANDSHAKE,
  modernRequest,
  type TestClient,
} from '../../src/testing/index.ts';
import { server } from '../fixture/echo-server.ts';
import { serve } from '../fixture/http.ts';
import { echoCommand } from '../fixture/programs.ts';
import { start } from '../fixture/raw.ts';

const FIRST = 'echo://note/first';

type Over = 'stdio' | 'http';

/** A connected client, the URIs it was told of, and what it can do with notes. */
async function connected(kind: ClientKind, over: Over) {
  const client: TestClient =
    over === 'stdio'
      ? await connectStdio(kind, echoCommand())
      : await connectHttp(kind, (await serve(server)).url);
  onTestFinished(() => client.close());
  const told: string[] = [];
  const note = ({ params }: { params: { uri: string } }) => void told.push(params.uri);
  if (kind === 'v1') (client.sdk as V1Client).setNotificationHandler(ResourceUpdatedNotificationSchema, note);
  else (client.sdk as V2Client).setNotificationHandler('notifications/resources/updated', note);
  return {
    sdk: client.sdk as V2Client,
    told,
    write: (name: string) => client.call('remember', { name, text: 'x' }),
    async watching(): Promise<number> {
      const { contents } = await (client.sdk as V2Client).readResource({ uri: 'echo://watching' });
      return Number((contents[0] as { text: string }).text);
    },
  };
}

describe.each(['stdio', 'http'] as const)('listening over %s', (over) => {
  it('tells of a change to what was named, until the client stops', async () => {
    const { sdk, told, write, watching } = await connected('v2', over);
    const listening = await sdk.listen({ resourceSubscriptions: [FIRST] });
    expect(listening.honoredFilter).toEqual({ resourceSubscriptions: [FIRST] });
    expect(await watching()).toBe(1);
    await write('other');
    await write('first');
    await vi.waitUntil(() => told.length > 0);
    expect(told).toEqual([FIRST]);
    await listening.close();
    await vi.waitUntil(async () => (await watching()) === 0);
    await write('first');
    expect(told).toEqual([FIRST]);
  });

  it('can be done twice at once: one watch, and either goes on without the other', async () => {
    const { sdk, told, write, watching } = await connected('v2', over);
    const [one, other] = [
      await sdk.listen({ resourceSubscriptions: [FIRST] }),
      await sdk.listen({ resourceSubscriptions: [FIRST, 'echo://note/second'] }),
    ];
    expect(await watching()).toBe(2);
    await one.close();
    await write('first');
    await vi.waitUntil(() => told.length > 0);
    expect(await watching()).toBe(2);
    await other.close();
    await vi.waitUntil(async () => (await watching()) === 0);
  });

  it('to what cannot be watched is silent, and to nothing is over at once', async () => {
    const { sdk, watching } = await connected('v2', over);
    await sdk.listen({ resourceSubscriptions: ['echo://note/broken', 'no://such'] });
    expect(await watching()).toBe(0);
    const nothing = await sdk.listen({ toolsListChanged: true });
    expect(nothing.honoredFilter).toEqual({});
  });
});

it('of one HTTP client tells no other', async () => {
  const { url } = await serve(server);
  const clients = await Promise.all([1, 2].map(() => connectHttp('v2', url)));
  const told = await Promise.all(
    clients.map(async (client, index) => {
      onTestFinished(() => client.close());
      const uris: string[] = [];
      const sdk = client.sdk as V2Client;
      sdk.setNotificationHandler(
        'notifications/resources/updated',
        ({ params }) => void uris.push(params.uri),
      );
      await sdk.listen({ resourceSubscriptions: [`echo://note/${index}`] });
      return uris;
    }),
  );
  for (const name of ['0', '1']) await clients[0]?.call('remember', { name, text: 'x' });
  await vi.waitUntil(() => told.every((uris) => uris.length > 0));
  expect(told).toEqual([['echo://note/0'], ['echo://note/1']]);
});

describe.each(['v2-legacy', 'v1'] as const)('subscribing over stdio with the %s client', (kind) => {
  it('tells of a change, until it unsubscribes', async () => {
    const { sdk, told, write, watching } = await connected(kind, 'stdio');
    expect(sdk.getServerCapabilities()?.resources).toEqual({ subscribe: true });
    await sdk.subscribeResource({ uri: FIRST });
    await sdk.subscribeResource({ uri: FIRST });
    expect(await watching()).toBe(1);
    await write('other');
    await write('first');
    await vi.waitUntil(() => told.length > 0);
    expect(told).toEqual([FIRST]);
    await sdk.unsubscribeResource({ uri: FIRST });
    await sdk.unsubscribeResource({ uri: FIRST });
    expect(await watching()).toBe(0);
    await write('first');
    expect(told).toEqual([FIRST]);
  });

  it('is not offered over HTTP, where nobody could be told', async () => {
    const { sdk } = await connected(kind, 'http');
    expect(sdk.getServerCapabilities()?.resources).toEqual({ subscribe: false });
    await expect(sdk.subscribeResource({ uri: FIRST })).rejects.toThrow();
  });
});

describe('a request to listen that is refused watches nothing', () => {
  const notifications = { resourceSubscriptions: [FIRST, 'echo://note/second'] };
  const reading = { uri: 'echo://watching' };

  it('on a connection of 2025, which does not know it', async () => {
    const raw = start(echoCommand());
    for (const line of HANDSHAKE) raw.send(line);
    raw.send({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params: { notifications } });
    expect(await raw.answer(1)).toMatchObject({ error: { code: -32_601 } });
    raw.send({ jsonrpc: '2.0', id: 2, method: 'resources/read', params: reading });
    expect(await raw.answer(2)).toMatchObject({ result: { contents: [{ text: '0' }] } });
  });

  it('where what it asks for is not valid', async () => {
    const raw = start(echoCommand());
    raw.send(modernRequest(0, 'tools/list'));
    const invalid = { notifications: { ...notifications, toolsListChanged: 'perhaps' } };
    raw.send(modernRequest(1, 'subscriptions/listen', invalid));
    expect(await raw.answer(1)).toMatchObject({ error: { code: -32_602 } });
    raw.send(modernRequest(2, 'resources/read', reading));
    expect(await raw.answer(2)).toMatchObject({ result: { contents: [{ text: '0' }] } });
  });
});
