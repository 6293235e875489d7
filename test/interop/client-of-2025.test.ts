import { Client } from '@modelcontextprotocol/sdk-of-2025/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk-of-2025/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk-of-2025/client/streamableHttp.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquaintanceOf, SERVERS, startOn } from './acquaintance.ts';

/** Everything where nobody waits. */
const HERE = process.env.CI ? SERVERS : ['hello'];

/** What a client asks for that was released in the summer of 2025, before any of these servers. */
describe.each(HERE)('a client of September 2025 and the %s server', (server) => {
  it.each([
    ['stdio', []],
    ['http', []],
    ['http', ['--sessions']],
  ] as const)('understand each other over %s %s', async (transport, more) => {
    const { command, url, stop } = await startOn(server, transport, more);
    const client = new Client({ name: 'old', version: '0' });
    onTestFinished(() => client.close().then(stop));
    const wire =
      transport === 'stdio'
        ? new StdioClientTransport({ ...command, stderr: 'ignore' })
        : new StreamableHTTPClientTransport(new URL(url));
    onTestFinished(() => expect('sessionId' in wire && wire.sessionId !== undefined).toBe(more.length > 0));
    const spoken: string[] = [];
    Object.assign(wire, { setProtocolVersion: (version: string) => void spoken.push(version) });
    await client.connect(wire as never);
    const { tool, resource, prompt } = acquaintanceOf(server);
    expect(spoken).toEqual(['2025-06-18']);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain(tool.name);
    const answer = await client.callTool({ name: tool.name, arguments: tool.input });
    expect(answer.isError ?? false).toBe(false);
    expect(JSON.stringify(answer.content)).toContain(tool.says);
    if (resource !== undefined) {
      expect(JSON.stringify(await client.readResource({ uri: resource.uri }))).toContain(resource.says);
    }
    if (prompt !== undefined) {
      expect(JSON.stringify(await client.getPrompt(prompt))).toContain(prompt.says);
    }
  });
});
