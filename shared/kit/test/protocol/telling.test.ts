import { describe, expect, it, onTestFinished } from 'vitest';
import { CLIENTS, connectInProcess } from '../../src/testing/index.ts';
import { asking } from '../fixture/asking-server.ts';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';

const LOG_LEVEL = 'io.modelcontextprotocol/logLevel';

/** The messages to its user that came with the answer to a call. */
async function told(level?: string): Promise<unknown[]> {
  const { url } = await serve(asking());
  const request = modern('tools/call', { name: 'tell', arguments: {} });
  const { params } = request.body as { params: { _meta: Record<string, unknown> } };
  if (level !== undefined) params._meta[LOG_LEVEL] = level;
  const { text } = await ask(url, request);
  const lines = text
    .split('\n')
    .flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6))] : []));
  return lines.filter(({ method }) => method === 'notifications/message').map((line) => line.params);
}

describe('a client is told what happens', () => {
  it('from 2026 on, where the call asks for it, and only what is grave enough', async () => {
    expect(await told()).toEqual([]);
    expect(await told('warning')).toEqual([{ level: 'warning', data: 'careful' }]);
    expect(await told('debug')).toEqual([
      { level: 'debug', data: 'detail' },
      { level: 'warning', data: 'careful' },
    ]);
  });

  it('before, where it has said nothing else', async () => {
    const client = await connectInProcess(asking(), { client: 'v1' });
    onTestFinished(() => client.close());
    expect(client.sdk.getServerCapabilities()).toHaveProperty('logging');
    expect(await client.text('tell')).toBe('');
  });
});

it.each(CLIENTS)('a server that tells nothing does not say that it does: %s', async (kind) => {
  const client = await connectInProcess(server, { client: kind });
  onTestFinished(() => client.close());
  expect(client.sdk.getServerCapabilities()).not.toHaveProperty('logging');
});

it('a tool knows what the client can be asked', async () => {
  const client = await connectInProcess(asking(), { person: () => 'accept' });
  onTestFinished(() => client.close());
  expect(await client.text('tell')).toBe('form');
});
