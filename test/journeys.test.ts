import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { startIssuer } from '../shared/kit/test/fixture/issuer.ts';
import { WatchedServer } from './journey.ts';

const page = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');
/** Node runs TypeScript, and has a WebSocket to its debugger. */
const runsTypeScript =
  'typescript' in process.features && Boolean(process.features.typescript) && 'WebSocket' in globalThis;

/** The files of a journey, as the page numbers them. */
function journey(title: string): string[] {
  const section = page.split('\n## ').find((text) => text.startsWith(title)) ?? '';
  return [...section.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = '']) => file);
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ashlar-journey-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  writeFileSync(join(path, 'asked-for.md'), 'Words.\n');
  return path;
}

async function watched(server: string, args: readonly string[]): Promise<WatchedServer> {
  const started = new WatchedServer(server, args);
  onTestFinished(() => started.stop());
  await started.connect();
  return started;
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'journey', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

const callOf = (name: string, args: object) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args, _meta: META },
});

/** Calls a tool over stdio; what it answers. */
async function callOver({ child }: WatchedServer, message: object): Promise<string> {
  child.stdin?.write(`${JSON.stringify(message)}\n`);
  return String(await once(child.stdout as NodeJS.ReadableStream, 'data'));
}

describe.skipIf(!runsTypeScript)(
  'a journey of docs/architecture.md (needs a Node that runs TypeScript)',
  () => {
    it.each([
      ['A path', 'filesystem', 'read', (root: string) => ({ path: join(root, 'asked-for.md') })],
      ['A link', 'vault', 'resolve_link', () => ({ links: ['[[asked-for]]'] })],
    ] as const)('%s goes through its files, in their order', async (title, server, tool, argumentsIn) => {
      const root = folder();
      const listed = journey(title);
      expect(listed.length).toBeGreaterThan(4);
      const started = await watched(server, [root]);
      const call = () => callOver(started, callOf(tool, argumentsIn(root)));
      expect(await call()).toContain(tool === 'read' ? 'Words.' : 'resolved');
      expect(await started.filesWith('asked-for', listed, call)).toEqual(listed);
    });

    it('a token goes through its files, in their order', async () => {
      const issuer = await startIssuer();
      const listed = journey('A token');
      expect(listed.length).toBeGreaterThan(4);
      const started = await watched('filesystem', [folder(), '--http=0', `--auth-issuer=${issuer.url}`]);
      const url = await started.said(/http:\/\/127\.0\.0\.1:\d+\/mcp/);
      const ask = async (token: string) => {
        const headers = {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': 'tools/call',
          'mcp-name': 'list',
        };
        const body = JSON.stringify(callOf('list', {}));
        const answer = await fetch(url, { method: 'POST', headers, body });
        expect(answer.status).toBe(200);
        await answer.text();
      };
      const tokens = [1, 2].map(() => issuer.token({ aud: url, scope: 'filesystem:read' }));
      const [first = '', second = ''] = await Promise.all(tokens);
      const signature = second.split('.')[2] ?? '';
      const files = await started.filesWith(signature, listed, (time) => ask(time === 1 ? first : second));
      expect(files).toEqual(listed);
    });
  },
);

it('names files that are there, seven at most for one journey', () => {
  for (const title of ['A path', 'A link', 'A token']) {
    const files = journey(title);
    expect(files.length).toBeLessThanOrEqual(7);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  }
});
