import { basename, join } from 'node:path';
import { ROOT, serverPackages } from '../../scripts/check/workspace.ts';
import type { Command } from '../../shared/kit/src/testing/client.ts';
import { startHttp } from '../../shared/kit/src/testing/process.ts';
import { onSample } from '../../shared/kit/src/testing/sample.ts';

export const SERVERS = serverPackages(ROOT).map(({ folder }) => basename(folder));

/** What a client asks a server that it meets for the first time, and a word of each answer. */
export interface Acquaintance {
  tool: { name: string; input: Record<string, unknown>; says: string };
  resource?: { uri: string; says: string };
  prompt?: { name: string; arguments: Record<string, string>; says: string };
}

const ACQUAINTANCES: Readonly<Record<string, Acquaintance>> = {
  filesystem: { tool: { name: 'search', input: { query: 'cumin', path: 'recipes' }, says: 'cumin' } },
  hello: {
    tool: { name: 'greet', input: { name: 'Ann' }, says: 'Ann' },
    resource: { uri: 'hello://greetings/English', says: 'Hello' },
    prompt: { name: 'introduce', arguments: { name: 'Ann' }, says: 'Ann' },
  },
  sql: {
    tool: {
      name: 'query',
      input: { sql: 'SELECT name FROM product WHERE price < ?', params: [3] },
      says: 'name',
    },
    resource: { uri: 'sql://shop/catalog', says: 'product' },
    prompt: { name: 'answer', arguments: { question: 'Who bought lentils?' }, says: 'lentils' },
  },
  ticketing: {
    tool: { name: 'get_ticket', input: { id: 'OPS-1' }, says: 'OPS-1' },
    resource: { uri: 'ticket://OPS/OPS-1', says: 'OPS-1' },
    prompt: { name: 'draft_reply', arguments: { id: 'OPS-1' }, says: 'OPS-1' },
  },
  vault: {
    tool: {
      name: 'resolve_link',
      input: { links: ['[[Lentil Soup]]'], from: 'Home.md' },
      says: 'Lentil Soup',
    },
    resource: { uri: 'vault://sample/report', says: 'notes' },
    prompt: { name: 'fix_broken_links', arguments: { folder: 'Dishes' }, says: 'Dishes' },
  },
};

export function acquaintanceOf(server: string): Acquaintance {
  const found = ACQUAINTANCES[server];
  if (found === undefined) throw new Error(`say what to ask the ${server} server`);
  return found;
}

/** A server on its sample, for one transport. */
export async function startOn(
  server: string,
  transport: 'stdio' | 'http',
  more: readonly string[] = [],
): Promise<{ command: Command; url: string; stop(): Promise<void> }> {
  const folder = join(ROOT, 'servers', server);
  const { args, dispose } = await onSample(folder);
  const command = { command: process.execPath, args: [join(folder, 'dist', 'main.js'), ...args, ...more] };
  if (transport === 'stdio') return { command, url: '', stop: dispose };
  const { url, stop } = await startHttp(command);
  return { command, url, stop: () => stop().then(dispose) };
}
