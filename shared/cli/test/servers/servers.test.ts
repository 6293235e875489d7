import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { templateNames } from '../../src/fork/templates.ts';
import { Desk, hasTerminal } from '../fixture/desk.ts';
import { integrity, npmRegistry, type Published, packed } from '../fixture/npm-registry.ts';

const LONG = 60_000;

/** A desk with a registry that has a vault in two versions. */
async function shop(more: Published['manifest'][] = []): Promise<{ desk: Desk; packages: Published[] }> {
  const maker = new Desk();
  const manifests = [
    { name: '@ashlar/vault', version: '1.0.0', bin: { 'ashlar-vault': 'main.js' } },
    { name: '@ashlar/vault', version: '1.1.0', bin: { 'ashlar-vault': 'main.js' } },
    ...more,
  ];
  const packages: Published[] = [];
  for (const manifest of manifests)
    packages.push(await packed(maker.folder, manifest, { 'main.js': '#!/usr/bin/env node\n' }));
  return { desk: new Desk(await npmRegistry(packages)), packages };
}

describe('ashlar add', () => {
  it('shows what will run and where it stands, pins it, and remove leaves what was there', {
    timeout: LONG,
  }, async () => {
    const { desk, packages } = await shop();
    const before = '{\n  // mine\n  "mcpServers": {},\n}\n';
    const path = desk.write('home/.cursor/mcp.json', before);
    const add = [
      'add',
      'vault',
      '--host',
      'cursor,codex',
      '--env',
      'API_TOKEN',
      '--env',
      'LANG=C',
      '--yes',
      '--',
      '/srv/my notes',
      '--write',
    ];
    const { status, stdout, stderr } = await desk.ashlar(add);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('npx -y @ashlar/vault@1.1.0 "/srv/my notes" --write\n');
    expect(stderr).toContain(`Added to ${path} (Cursor, user):`);
    expect(readFileSync(path, 'utf8')).toContain('"API_TOKEN": "\u0024{env:API_TOKEN}"');
    expect(readFileSync(join(desk.home, '.codex', 'config.toml'), 'utf8')).toContain(
      'env_vars = ["API_TOKEN"]',
    );
    const lock = JSON.parse(readFileSync(join(desk.home, lockPath()), 'utf8'));
    expect(lock.entries['cursor/vault']).toEqual({
      pins: [{ package: 'npm:@ashlar/vault@1.1.0', integrity: integrity(packages[1]?.tarball as Buffer) }],
    });
    const list = await desk.ashlar(['list']);
    expect(list).toMatchObject({ status: 0, stderr: '' });
    expect(list.stdout.split('\n').filter((line) => line.startsWith('vault  '))).toHaveLength(2);
    expect((await desk.ashlar(['remove', 'vault', '--yes'])).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(desk.files()).toEqual(['home/.cursor/mcp.json']);
  });

  it('knows every server of the suite by its short name', { timeout: LONG }, async () => {
    const names = templateNames();
    expect(names).toContain('hello');
    const manifests = names.map((name) => ({
      name: `@ashlar/${name}`,
      version: '3.0.0',
      bin: { [`ashlar-${name}`]: 'main.js' },
    }));
    const { desk } = await shop(manifests);
    for (const name of names) {
      const { status, stderr } = await desk.ashlar(['add', name, '--host', 'cursor', '--yes']);
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: expect.stringContaining(`npx -y @ashlar/${name}@3.0.0\n`),
      });
    }
    const found = JSON.parse(readFileSync(join(desk.home, '.cursor', 'mcp.json'), 'utf8'));
    expect(Object.keys(found.mcpServers)).toEqual(names);
    const help = (await desk.ashlar(['add', '--help'])).stdout.replaceAll('\n', ' ');
    expect(help).toContain(`one of the suite (${names.join(', ')})`);
  });

  it.skipIf(process.platform === 'win32')(
    'ends npm where it is ended itself',
    { timeout: LONG },
    async () => {
      let asked = (_: Socket): void => {};
      const isAsked = new Promise<Socket>((resolve) => {
        asked = resolve;
      });
      const silent = createServer(({ socket }) => asked(socket));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => silent.closeAllConnections());
      onTestFinished(() => void silent.close());
      const desk = new Desk(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
      const { child, ended } = desk.started(['add', 'vault', '--host', 'cursor', '--yes']);
      const socket = await isAsked;
      const isLeft = new Promise((resolve) => socket.once('close', resolve));
      child.kill('SIGTERM');
      expect(await ended).toBe(143);
      await isLeft;
    },
  );

  it('takes the version that is named, and says when the entry is there already', {
    timeout: LONG,
  }, async () => {
    const { desk } = await shop();
    const add = [
      'add',
      '@ashlar/vault@1.0.0',
      '--host',
      'claude-code',
      '--scope',
      'project',
      '--name',
      'notes',
      '--yes',
    ];
    expect((await desk.ashlar(add)).status).toBe(0);
    expect(JSON.parse(readFileSync(join(desk.project, '.mcp.json'), 'utf8'))).toEqual({
      mcpServers: { notes: { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'] } },
    });
    expect(desk.files()).toEqual(['project/.mcp.json', 'project/ashlar.lock']);
    expect(await desk.ashlar(add)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('has it already'),
    });
    const other = ['add', 'vault', '--host', 'claude-code', '--scope', 'project', '--name', 'notes', '--yes'];
    expect(await desk.ashlar(other)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('has another server called notes'),
    });
  });

  it('writes a file once that several hosts read, or a host that is named twice', async () => {
    const desk = new Desk();
    for (const hosts of ['vscode,vscode-insiders', 'cursor,cursor']) {
      const add = ['add', 'https://mcp.example.com/mcp', '--host', hosts, '--scope', 'project', '--yes'];
      const { status, stderr } = await desk.ashlar(add);
      expect([status, stderr.match(/^Written: /gm)]).toEqual([0, ['Written: ']]);
      if (hosts.startsWith('vscode'))
        expect((await desk.ashlar([...add, '--link'])).stdout).toMatch(/^vscode:.*\nvscode-insiders:.*\n$/);
    }
    expect(desk.files()).toEqual([
      'project/.cursor/mcp.json',
      'project/.vscode/mcp.json',
      'project/ashlar.lock',
    ]);
  });

  it('writes nothing where nobody can be asked', { timeout: LONG }, async () => {
    const { desk } = await shop();
    const { status, stderr } = await desk.ashlar(['add', 'vault', '--host', 'cursor']);
    expect(status).toBe(2);
    expect(stderr).toContain('ashlar: --yes is missing: there is no terminal');
    expect(desk.files()).toEqual([]);
  });

  it.skipIf(!hasTerminal)(
    'asks at a terminal, and takes nothing but yes for it (needs script)',
    { timeout: LONG },
    async () => {
      const desk = new Desk();
      const asked = (answer: string) =>
        desk.atTerminal(['add', 'https://mcp.example.com/mcp', '--host', 'cursor'], `${answer}\n`);
      for (const answer of ['', 'n', 'yep']) {
        expect(await asked(answer)).toContain('Nothing was written.');
        expect(desk.files()).toEqual([]);
      }
      expect(await asked('y')).toContain('Written: ');
      expect(desk.files()).toEqual(['home/.config/ashlar/ashlar.lock', 'home/.cursor/mcp.json']);
    },
  );

  it('prints the entry, and links, and writes nothing', { timeout: LONG }, async () => {
    const { desk } = await shop();
    const print = await desk.ashlar(['add', 'vault', '--host', 'goose', '--print']);
    expect(print.stdout).toContain('extensions:\n  vault:\n');
    const link = await desk.ashlar([
      'add',
      'vault',
      '--host',
      'cursor,vscode,lm-studio',
      '--env',
      'LANG=C',
      '--link',
    ]);
    const [cursor = '', vscode = '', lmstudio = ''] = link.stdout.trim().split('\n');
    const entry = { command: 'npx', args: ['-y', '@ashlar/vault@1.1.0'], env: { LANG: 'C' } };
    for (const [url, start] of [
      [cursor, 'cursor://anysphere.cursor-deeplink/mcp/install?'],
      [lmstudio, 'lmstudio://add_mcp?'],
    ] as const) {
      expect(url.startsWith(start)).toBe(true);
      const query = new URL(url).searchParams;
      expect(query.get('name')).toBe('vault');
      expect(JSON.parse(Buffer.from(query.get('config') ?? '', 'base64').toString())).toEqual(entry);
    }
    expect(JSON.parse(decodeURIComponent(vscode.slice('vscode:mcp/install?'.length)))).toEqual({
      name: 'vault',
      type: 'stdio',
      ...entry,
    });
    expect(desk.files()).toEqual([]);
  });

  it('asks VS Code to ask for a secret', { timeout: LONG }, async () => {
    const { desk } = await shop();
    await desk.ashlar([
      'add',
      'vault',
      '--host',
      'vscode',
      '--scope',
      'project',
      '--env',
      'API_TOKEN',
      '--yes',
    ]);
    expect(JSON.parse(readFileSync(join(desk.project, '.vscode', 'mcp.json'), 'utf8'))).toEqual({
      inputs: [{ type: 'promptString', id: 'API_TOKEN', description: 'API_TOKEN for vault', password: true }],
      servers: {
        vault: {
          type: 'stdio',
          command: 'npx',
          args: ['-y', '@ashlar/vault@1.1.0'],
          env: { API_TOKEN: '\u0024{input:API_TOKEN}' },
        },
      },
    });
  });

  it('adds a server at an address, with a header out of a variable', async () => {
    const desk = new Desk();
    const add = [
      'add',
      'https://mcp.example.com/mcp',
      '--header',
      'Authorization=Bearer \u0024{TOKEN}',
      '--yes',
    ];
    expect((await desk.ashlar([...add, '--host', 'gemini-cli,codex'])).status).toBe(0);
    expect(JSON.parse(readFileSync(join(desk.home, '.gemini', 'settings.json'), 'utf8'))).toEqual({
      mcpServers: {
        example: { httpUrl: 'https://mcp.example.com/mcp', headers: { Authorization: 'Bearer $TOKEN' } },
      },
    });
    expect(readFileSync(join(desk.home, '.codex', 'config.toml'), 'utf8')).toBe(
      '[mcp_servers.example]\nurl = "https://mcp.example.com/mcp"\nbearer_token_env_var = "TOKEN"\n',
    );
  });

  it('adds what a server.json says, with its secrets as references', { timeout: LONG }, async () => {
    const { desk } = await shop();
    const path = desk.write(
      'server.json',
      JSON.stringify({
        name: 'io.github.ashlar-mcp/notes',
        packages: [
          {
            registryType: 'npm',
            identifier: '@ashlar/vault',
            version: '1.0.0',
            transport: { type: 'stdio' },
            environmentVariables: [
              { name: 'NOTES_KEY', isRequired: true, isSecret: true },
              { name: 'OTHER' },
            ],
          },
        ],
      }),
    );
    const { stdout } = await desk.ashlar(['add', path, '--host', 'opencode', '--print']);
    expect(JSON.parse(stdout)).toEqual({
      mcp: {
        notes: {
          enabled: true,
          type: 'local',
          command: ['npx', '-y', '@ashlar/vault@1.0.0'],
          environment: { NOTES_KEY: '{env:NOTES_KEY}' },
        },
      },
    });
  });

  it.each([
    [['add'], '<server> is missing'],
    [['add', 'vault'], '--host is missing'],
    [['add', 'vault', '--host', 'curser'], 'Did you mean cursor?'],
    [['add', 'vault', '--host', 'cursor', '--scope', 'all'], '--scope: must be'],
    [['add', 'vault', '--host', 'windsurf', '--scope', 'project'], 'Windsurf has no file for a project'],
    [['add', 'vault', 'more', '--host', 'cursor'], 'behind --'],
    [['add', 'vault', '--host', 'cursor', '--accept', 'shell'], 'cannot be accepted'],
    [['add', 'vault', '--host', 'cursor', '--env', 'API_TOKEN=abc'], 'a secret does not belong into a file'],
    [['add', 'docker:mcp/git', '--host', 'cursor'], 'has no digest'],
    [['add', 'git+https://x', '--host', 'cursor'], 'is no package of a registry'],
    [['add', '@ashlar/vualt', '--host', 'cursor'], 'is not @ashlar/vault, which is well known'],
    [
      ['add', 'https://mcp.example.com', '--host', 'claude-desktop'],
      'Claude Desktop has no servers at addresses',
    ],
    [
      ['add', 'https://mcp.example.com', '--host', 'zed', '--header', 'X-Key'],
      'Zed has no way to take X_KEY from elsewhere',
    ],
    [['add', 'no-such/server.json', '--host', 'cursor'], 'cannot be read as a server.json'],
    [['remove', 'x', 'y'], 'one server'],
    [['remove', 'nothing', '--yes'], 'No host has a server called nothing'],
    [['list', 'x'], "no 'x'"],
    [['doctor', 'nothing'], 'No host has a server called nothing'],
    [['lock', 'nothing'], 'No host has a server called nothing'],
    [['verify', 'nothing'], 'No host has a server called nothing'],
    [['doctor', '--timeout', '0'], '--timeout'],
  ])('%j is answered with a sentence and exit code 2', async (args, named) => {
    const { status, stdout, stderr } = await new Desk().ashlar(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(named);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [['add', 'http://mcp.example.com', '--host', 'cursor'], 'url-insecure'],
    [['add', 'https://u:p@mcp.example.com', '--host', 'cursor'], 'url-credentials'],
    [['add', 'https://mcp.example.com', '--host', 'cursor', '--name', 'a b'], 'server-name'],
  ])('%j is refused with its code, and nothing is asked or written', async (args, code) => {
    const desk = new Desk();
    const { status, stderr } = await desk.ashlar(args);
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^  refused \\(${code}\\): `));
    expect(desk.files()).toEqual([]);
  });

  it('refuses what no registry has a hash of, several programs, and none', { timeout: LONG }, async () => {
    const { desk } = await shop([
      { name: 'two-programs', version: '1.0.0', bin: { one: 'main.js', other: 'main.js' } },
      { name: 'no-program', version: '1.0.0' },
    ]);
    const tried = async (server: string) =>
      (await desk.ashlar(['add', server, '--host', 'cursor', '--yes'])).stderr;
    expect(await tried('two-programs')).toContain('has several programs');
    expect(await tried('no-program')).toContain('has no program');
    expect(await tried('not-there')).toContain('cannot be found');
    const weak = await packed(
      desk.folder,
      { name: 'weak', version: '1.0.0', bin: 'main.js' },
      { 'main.js': '' },
    );
    const other = new Desk(await npmRegistry([weak], () => 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='));
    expect((await other.ashlar(['add', 'weak', '--host', 'cursor', '--yes'])).stderr).toContain(
      'has no sha512 hash',
    );
    expect(other.files()).toEqual([]);
  });
});

describe('ashlar list', () => {
  it('checks every address and program that a host could take from an entry', async () => {
    const good = '"command": "npx", "args": ["-y", "@ashlar/vault@1.0.0"]';
    const desk = new Desk();
    desk.write(
      'home/.gemini/settings.json',
      `{"mcpServers": {"a": {${good}, "httpUrl": "http://x.example.com"}}}`,
    );
    desk.write('home/.cursor/mcp.json', `{"mcpServers": {"b": {${good}, "uri": "http://x.example.com"}}}`);
    const urls = '"httpUrl": "https://x.example.com", "url": "http://x.example.com"';
    desk.write('project/.gemini/settings.json', `{"mcpServers": {"c": {${urls}}}}`);
    const nested = `"transport": {"type": "stdio", "command": "bash", "args": ["-c", "x"]}`;
    desk.write(
      'home/.cline/data/settings/cline_mcp_settings.json',
      `{"mcpServers": {"d": {${good}, ${nested}}}}`,
    );
    const headers = '"headers": {"X-Key": "{file:~/.ssh/id_rsa}"}';
    const far = `"type": "remote", "url": "https://x.example.com", ${headers}`;
    desk.write('home/.config/opencode/opencode.jsonc', `{"mcp": {"e": {${far}}}}`);
    const { status, stdout } = await desk.ashlar(['list', '--json']);
    const found = JSON.parse(stdout) as { name: string; findings: { code: string }[] }[];
    expect(found.map(({ name, findings }) => [name, findings.map(({ code }) => code)]).sort()).toEqual([
      ['a', ['url-insecure']],
      ['b', ['url-insecure']],
      ['c', ['url-insecure']],
      ['d', ['shell']],
      ['e', ['host-trust']],
    ]);
    expect(status).toBe(1);
  });

  it('tells what must not be, in every file, and what cannot be read, with exit code 1', async () => {
    const desk = new Desk();
    desk.write('home/.cursor/mcp.json', '{"mcpServers": {"a": {"command": "bash", "args": ["-c", "x"]}}}');
    desk.write(
      'project/.mcp.json',
      '{"mcpServers": {"b": {"type": "http", "url": "http://x.example.com", "headersHelper": "x"}}}',
    );
    desk.write('home/.codex/config.toml', 'broken');
    const { status, stdout, stderr } = await desk.ashlar(['list']);
    expect(status).toBe(1);
    expect([...stdout.matchAll(/refused \(([\w-]+)\)/g)].map(([, code]) => code)).toEqual([
      'shell',
      'url-insecure',
      'host-command',
    ]);
    expect(stderr).toContain('config.toml is no TOML');
    const json = await desk.ashlar(['list', '--json', '--host', 'cursor']);
    expect(JSON.parse(json.stdout)).toMatchObject([
      { name: 'a', host: 'cursor', scope: 'user', command: 'bash', findings: [{ code: 'shell' }] },
    ]);
  });

  it('tells of an entry that is not what was locked', { timeout: LONG }, async () => {
    const { desk } = await shop();
    await desk.ashlar(['add', 'vault', '--host', 'cursor', '--yes']);
    const path = join(desk.home, '.cursor', 'mcp.json');
    expect((await desk.ashlar(['list'])).stdout).not.toContain('warning');
    writeFileSync(path, readFileSync(path, 'utf8').replace('vault@1.1.0', 'vault@1.0.0'));
    expect((await desk.ashlar(['list'])).stdout).toContain('warning (not-as-locked)');
  });

  it.each([
    ['list', 'a name that the lock has', 'x\u001b[2J', ['npx', '-y', 'a@1.0.0'], {}],
    ['lock', 'a name', 'x\u001b[2J', ['npx', '-y', 'a@1.0.0'], {}],
    ['doctor', 'a reference', 'x', ['npx', '-y', 'a@1.0.0'], { KEY: '{file:\u001b[2J}' }],
  ])('%s does not let %s reach the terminal as it is', async (command, _, name, words, environment) => {
    const desk = new Desk();
    const servers = { [name]: { type: 'local', command: words, environment } };
    desk.write('project/opencode.json', JSON.stringify({ mcp: servers }));
    const entries = { [`opencode/${name}`]: { pins: [{ package: 'npm:\u001b[2J', integrity: '' }] } };
    desk.write('project/ashlar.lock', JSON.stringify({ lockVersion: 1, entries, made: {} }));
    const { stdout, stderr } = await desk.ashlar([command]);
    expect(stdout + stderr).toContain('\\u{1b}[2J');
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('does not let a name or a word reach the terminal as it is', async () => {
    const desk = new Desk();
    desk.write(
      'home/.cursor/mcp.json',
      '{"mcpServers": {"a\\u001b[2J": {"command": "npx\\u001b[2J", "args": ["\\u202e"]}}}',
    );
    const { stdout, stderr } = await desk.ashlar(['list']);
    for (const hidden of ['\u001b', '\u202e']) expect(stdout + stderr).not.toContain(hidden);
  });
});

function lockPath(): string {
  if (process.platform === 'darwin') return join('Library', 'Application Support', 'ashlar', 'ashlar.lock');
  return process.platform === 'win32'
    ? join('AppData', 'ashlar', 'ashlar.lock')
    : join('.config', 'ashlar', 'ashlar.lock');
}
