import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';

const inputSchema = z.object({ text: z.string() });

/** What a server is with the SDK alone, as its documentation shows it: nobody is asked who they are, nothing is kept. */
function bareServer(): McpServer {
  const server = new McpServer({ name: 'bare', version: '0.0.0' });
  server.registerTool(
    'echo',
    { title: 'Echo', description: 'Gives back what it was given.', inputSchema },
    async ({ text }) => ({ content: [{ type: 'text', text }] }),
  );
  return server;
}

if (process.argv.includes('--http')) {
  const serve = toNodeHandler(createMcpHandler(bareServer)) as unknown as RequestListener;
  const http = createServer(serve);
  http.listen(0, '127.0.0.1', () => {
    process.stderr.write(
      `${JSON.stringify({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp` })}\n`,
    );
  });
} else {
  serveStdio(bareServer);
}
