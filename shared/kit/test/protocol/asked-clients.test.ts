import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as V1Stdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { asking } from '../fixture/asking-server.ts';
import { serve } from '../fixture/http.ts';
import { askingCommand } from '../fixture/programs.ts';

const IDENTITY = { name: 'asked', version: '0' };
const CAPABILITIES = { elicitation: { form: {} }, sampling: {}, roots: {} };
const filledIn = (message: string) => ({ action: 'accept' as const, content: { text: `to ${message}` } });
const said = { role: 'assistant' as const, content: { type: 'text' as const, text: 'in short' }, model: 'm' };
const roots = { roots: [{ uri: 'file:///home/ann', name: 'Home' }] };

/** What both SDKs' clients can do. */
type Asked = Pick<Client, 'callTool' | 'getPrompt' | 'readResource' | 'close'>;

function v2(mode: 'auto' | 'legacy'): Client {
  const client = new Client(IDENTITY, { capabilities: CAPABILITIES, versionNegotiation: { mode } });
  client.setRequestHandler('elicitation/create', ({ params }) => filledIn(params.message));
  client.setRequestHandler('sampling/createMessage', () => said);
  client.setRequestHandler('roots/list', () => roots);
  return client;
}

function v1(): V1Client {
  const client = new V1Client(IDENTITY, { capabilities: CAPABILITIES });
  client.setRequestHandler(ElicitRequestSchema, async ({ params }) => filledIn(params.message));
  client.setRequestHandler(CreateMessageRequestSchema, async () => said);
  client.setRequestHandler(ListRootsRequestSchema, async () => roots);
  return client;
}

async function connected<Transport>(
  client: { connect(transport: never): Promise<void>; close(): Promise<void> },
  transport: Transport,
): Promise<Asked> {
  await client.connect(transport as never);
  onTestFinished(() => client.close());
  return client as unknown as Asked;
}

const stdio = { ...askingCommand(), stderr: 'ignore' as const };
const WAYS: [string, () => Promise<Asked>][] = [
  ['v2 over stdio', () => connected(v2('auto'), new StdioClientTransport(stdio))],
  ['v2 over stdio, as in 2025', () => connected(v2('legacy'), new StdioClientTransport(stdio))],
  ['v1 over stdio', () => connected(v1(), new V1Stdio(stdio))],
  [
    'v2 over HTTP',
    async () =>
      connected(v2('auto'), new StreamableHTTPClientTransport(new URL((await serve(asking())).url))),
  ],
];

describe.each(WAYS)('the client of SDK %s', (_, connect) => {
  it('answers forms, for its model, and with its roots, one after the other', async () => {
    const client = await connect();
    const answer = async (name: string, args = {}) => {
      const { content } = await client.callTool({ name, arguments: args });
      return JSON.parse((content as { text: string }[])[0]?.text ?? '');
    };
    expect(await answer('one')).toEqual({ one: { kind: 'elicit', ...filledIn('Which?') } });
    expect(await answer('one', { kind: 'words' })).toMatchObject({
      one: { result: { content: said.content } },
    });
    expect(await answer('one', { kind: 'roots' })).toMatchObject({ one: { kind: 'roots', ...roots } });
    expect(await answer('two')).toEqual([{ text: 'to First?' }, { text: 'to Second?' }, said.content]);
    expect(await client.callTool({ name: 'approved' })).toMatchObject({ content: [{ text: 'done' }] });
    expect(JSON.stringify(await client.getPrompt({ name: 'asked' }))).toContain('to Which?');
    expect(JSON.stringify(await client.readResource({ uri: 'asking://one' }))).toContain('to Which?');
  });

  it('is refused what it cannot be asked', async () => {
    const client = await connect();
    const call = client.callTool({ name: 'one', arguments: { kind: 'page' } });
    const refused = await call.catch(({ code, message }) => ({ code, content: [{ text: message }] }));
    expect(JSON.stringify(refused)).toContain('This takes a client that can have its user open a page.');
  });
});

it('a client of 2025 over HTTP cannot be asked, and is told', async () => {
  const { url } = await serve(asking());
  const client = await connected(v2('legacy'), new StreamableHTTPClientTransport(new URL(url)));
  expect(await client.callTool({ name: 'one' })).toMatchObject({
    isError: true,
    content: [{ text: 'forbidden: This takes a client that can ask its user.' }],
  });
});
