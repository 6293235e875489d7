import { Client } from '@modelcontextprotocol/sdk-of-2025/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk-of-2025/client/streamableHttp.js';
import {
  ElicitRequestSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk-of-2025/types.js';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startHttp } from '../../shared/kit/src/testing/process.ts';
import { echoCommand, guardedCommand } from '../../shared/kit/test/fixture/programs.ts';

/** A client of September 2025 with a session. */
function connected(url: string, capabilities: Record<string, object> = {}) {
  const client = new Client({ name: 'old', version: '0' }, { capabilities });
  const wire = new StreamableHTTPClientTransport(new URL(url));
  return { client, connect: () => client.connect(wire as never), wire };
}

it('a client of September 2025 asks its person over HTTP, and what they decline does not run', async () => {
  const { url, stop } = await startHttp(guardedCommand(['--sessions']));
  onTestFinished(stop);
  const { client, connect } = connected(url, { elicitation: {} });
  const asked: string[] = [];
  client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
    asked.push(params.message);
    return asked.length === 1 ? { action: 'decline' } : { action: 'accept', content: {} };
  });
  await connect();
  onTestFinished(() => client.close());
  const publish = (text: string) => client.callTool({ name: 'publish', arguments: { text } });
  expect((await publish('no')).isError).toBe(true);
  expect((await publish('yes')).content).toMatchObject([{ text: 'did publish yes' }]);
  expect(asked).toEqual([expect.stringContaining('"no"'), expect.stringContaining('"yes"')]);
  const ran = await client.callTool({ name: 'ran', arguments: {} });
  expect(ran.content).toMatchObject([{ text: 'publish yes' }]);
});

it('a client of September 2025 is told of changes over HTTP, and ends its session', async () => {
  const { url, stop } = await startHttp(echoCommand(['--sessions']));
  onTestFinished(stop);
  const { client, connect, wire } = connected(url);
  const told: string[] = [];
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => void told.push(params.uri),
  );
  await connect();
  onTestFinished(() => client.close());
  await client.subscribeResource({ uri: 'echo://note/first' });
  await client.callTool({ name: 'remember', arguments: { name: 'first', text: 'x' } });
  await vi.waitUntil(() => told.length > 0, { timeout: 10_000 });
  expect(told).toEqual(['echo://note/first']);
  await wire.terminateSession();
  // Without a session it is served still, and nobody watches for it any more.
  const { contents } = await client.readResource({ uri: 'echo://watching' });
  expect(contents).toMatchObject([{ text: '0' }]);
});
