import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resolveServer } from '../src/resolve/resolve-server.ts';
import { Desk } from './fixture/desk.ts';

/** A registry that speaks JSON, on this machine. */
async function registry(documents: Readonly<Record<string, unknown>>): Promise<string> {
  return listening(({ url = '' }, response) => {
    const found = Object.hasOwn(documents, url) ? documents[url] : undefined;
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? {}));
  });
}

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const NOTHING = { env: {}, headers: {}, args: [], cwd: '/' };
const accepted = new Set<string>();

describe('ashlar add', () => {
  it('takes a package of PyPI in its present version, with the hashes of its files', async () => {
    const release = {
      info: { name: 'mcp-server-git', version: '2026.1.14' },
      urls: [{ digests: { sha256: 'b2' } }, { digests: { sha256: 'a1' } }],
    };
    const pypi = await registry({
      '/pypi/mcp-server-git/json': release,
      '/pypi/mcp-server-git/2026.1.14/json': release,
    });
    for (const server of ['pypi:mcp-server-git', 'pypi:mcp-server-git==2026.1.14']) {
      expect(
        await resolveServer(server, { ...NOTHING, args: ['--repository', '/srv'] }, { accepted, pypi }),
      ).toEqual({
        name: 'git',
        entry: { command: 'uvx', args: ['mcp-server-git==2026.1.14', '--repository', '/srv'], env: {} },
        pins: [{ package: 'pypi:mcp-server-git@2026.1.14', integrity: ['sha256-a1', 'sha256-b2'] }],
      });
    }
    await expect(resolveServer('pypi:not-there', NOTHING, { accepted, pypi })).rejects.toThrow(
      'cannot be found',
    );
    await expect(resolveServer('pypi:../json', NOTHING, { accepted, pypi })).rejects.toThrow(
      'is no package of a registry',
    );
  });

  it('takes an image by its digest, and hands variables in by their names', async () => {
    const image = `mcp/git:1.0@sha256:${'0'.repeat(64)}`;
    const env = { TOKEN: { kind: 'env', name: 'TOKEN' } } as const;
    expect(await resolveServer(`docker:${image}`, { ...NOTHING, env }, { accepted })).toEqual({
      name: 'git',
      entry: { command: 'docker', args: ['run', '-i', '--rm', '-e', 'TOKEN', image], env },
      pins: [{ package: 'docker:mcp/git:1.0', integrity: `sha256:${'0'.repeat(64)}` }],
    });
  });

  it('takes what the registry of MCP says, with its secrets as references', async () => {
    const server = {
      name: 'com.example/tickets',
      remotes: [
        {
          type: 'streamable-http',
          url: 'https://mcp.example.com/mcp',
          headers: [
            { name: 'Authorization', value: 'Bearer {api-key}', isRequired: true, isSecret: true },
            { name: 'X-Region', value: 'eu', isRequired: true },
            { name: 'X-Other' },
          ],
        },
      ],
    };
    const mcpRegistry = await registry({ '/v0.1/servers/com.example%2Ftickets/versions/latest': { server } });
    expect(await resolveServer('com.example/tickets', NOTHING, { accepted, mcpRegistry })).toEqual({
      name: 'tickets',
      entry: {
        transport: 'http',
        url: 'https://mcp.example.com/mcp',
        headers: { Authorization: { kind: 'env', name: 'API_KEY', before: 'Bearer ' }, 'X-Region': 'eu' },
      },
      pins: [],
    });
    await expect(resolveServer('com.example/nobody', NOTHING, { accepted, mcpRegistry })).rejects.toThrow(
      'is no server.json',
    );
  });

  it.each([
    ['filesystm', 'filesystem'],
    ['tikceting@1.0.0', 'ticketing'],
    ['vaults', 'vault'],
    ['Filesystem', 'filesystem'],
  ])('does not ask a registry for %s, who misses a letter', async (typed, meant) => {
    await expect(resolveServer(typed, NOTHING, { accepted })).rejects.toThrow(
      `is not ${meant}, a server of this suite`,
    );
  });

  it.each([
    { packages: [null] },
    { packages: [{ registryType: 'npm', identifier: 7 }] },
    { packages: [{ registryType: 'npm', identifier: 'a', environmentVariables: { name: 'A' } }] },
    { packages: [{ registryType: 'npm', identifier: 'a', packageArguments: [{ value: 5 }] }] },
    { remotes: [{ type: 'sse', url: 5 }] },
    { remotes: [{ type: 'sse', url: 'https://x', headers: [{ name: 'X', value: {} }] }] },
    { remotes: null, packages: null },
  ])('refuses what is no server.json, of a registry as well: %j', async (more) => {
    const server = { name: 'com.example/odd', ...more };
    const mcpRegistry = await registry({ '/v0.1/servers/com.example%2Fodd/versions/latest': { server } });
    await expect(resolveServer('com.example/odd', NOTHING, { accepted, mcpRegistry })).rejects.toThrow(
      'com.example/odd in the registry of MCP is no server.json with packages or remotes',
    );
  });

  it.each([{ urls: [null] }, { urls: {} }, { info: null }])(
    'refuses what is no release of PyPI: %j',
    async (more) => {
      const found = { info: { version: '1.0.0' }, urls: [{ digests: { sha256: 'a1' } }], ...more };
      const pypi = await registry({ '/pypi/odd/json': found });
      await expect(resolveServer('pypi:odd', NOTHING, { accepted, pypi })).rejects.toThrow('cannot be found');
    },
  );

  it('does not wait for the end of what is larger than any answer', async () => {
    const mcpRegistry = await listening((_, response) => {
      const more = (): void => void (response.writable && response.write(' '.repeat(64 * 1024), more));
      more();
    });
    await expect(resolveServer('com.example/x', NOTHING, { accepted, mcpRegistry })).rejects.toThrow(
      'does not answer as a registry (more than 4194304 bytes)',
    );
  });

  it('says that an address of a registry is none', async () => {
    const mcpRegistry = 'registry.example.com';
    await expect(resolveServer('com.example/x', NOTHING, { accepted, mcpRegistry })).rejects.toThrow(
      /^registry\.example\.com\S* does not answer as a registry/,
    );
  });

  it('does not let what a registry says reach the terminal as it is', async () => {
    const headers = [{ name: 'X-\u001b[2J', value: 'Key {key}', isRequired: true }];
    const remotes = [{ type: 'streamable-http', url: 'https://mcp.example.com/mcp', headers }];
    const server = { name: 'com.example/odd', remotes };
    const url = await registry({ '/v0.1/servers/com.example%2Fodd/versions/latest': { server } });
    const add = ['add', 'com.example/odd', '--host', 'codex', '--mcp-registry', url];
    const { status, stderr } = await new Desk().ashlar(add);
    expect(status).toBe(2);
    expect(stderr).toContain("takes a header whole out of a variable: X-\\u{1b}[2J cannot begin with 'Key '");
  });

  it('says which registry does not answer, without its path', async () => {
    const mcpRegistry = 'http://127.0.0.1:9';
    await expect(resolveServer('com.example/x', NOTHING, { accepted, mcpRegistry })).rejects.toThrow(
      '127.0.0.1:9 does not answer as a registry',
    );
  });
});
