// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hosts write references like this
import { describe, expect, it } from 'vitest';
import { CODES, checkEntry, checkHostSettings, checkName } from '../src/index.ts';
import known from '../src/known-packages.json' with { type: 'json' };
import { HOSTILE_AGAIN } from './fixture/hostile-again.ts';
import { HOSTILE as HOSTILE_FIRST } from './fixture/hostile-entries.ts';

const HOSTILE = [...HOSTILE_FIRST, ...HOSTILE_AGAIN];

/** What VS Code puts in. */
const FOLDER = /\$\{(?:workspaceFolder|env:([A-Z]+))\}/g;

function refusals(entry: Parameters<typeof checkEntry>[1], reference?: RegExp): string[] {
  const { findings } = checkEntry('server', entry, { scope: 'user', reference });
  return findings.filter(({ severity }) => severity === 'refused').map(({ code }) => code);
}

describe('what is hostile', () => {
  it.each(HOSTILE)('is refused as %s: %s', (code, _, entry) => {
    expect([...new Set(refusals(entry))]).toContain(code);
  });

  it('every code that refuses an entry has been seen to', () => {
    const elsewhere = ['server-name', 'host-command'];
    const seen = new Set(HOSTILE.map(([code]) => code));
    const codes = Object.entries(CODES).filter(
      ([code, { severity }]) => severity === 'refused' && !elsewhere.includes(code),
    );
    expect(codes.map(([code]) => code).filter((code) => !seen.has(code as never))).toEqual([]);
  });

  it.each([
    '',
    ' ',
    'a b',
    '../x',
    'a/b',
    '__proto__',
    'constructor',
    'a\u200b',
    'ä',
    '-x',
    'x'.repeat(65),
    'a"b',
    'a.b]\n[c',
  ])('is a name such as %j', (name) => {
    expect(checkName(name)).toHaveLength(1);
  });

  it.each([
    ['host-command', 'refused', { headersHelper: '/opt/headers' }],
    ['host-command', 'refused', { http_headers_helper: { command: '/opt/headers' } }],
    ['host-trust', 'warning', { envFile: '.env' }],
    ['host-trust', 'warning', { trust: true }],
    ['host-trust', 'warning', { alwaysAllow: ['write'] }],
    ['host-trust', 'warning', { autoApprove: ['write'] }],
  ])('a setting of a host is told of as %s, %s: %j', (code, severity, fields) => {
    expect(checkHostSettings({ command: 'npx', ...fields })).toMatchObject([{ code, severity }]);
  });

  it.each([undefined, null, 'x', {}, { trust: false }, { autoApprove: [] }])(
    'no setting of a host is told of in %j',
    (fields) => {
      expect(checkHostSettings(fields)).toEqual([]);
    },
  );

  it('says what differs from the name that was meant', () => {
    const { findings } = checkEntry(
      'x',
      { command: 'npx', args: ['-y', 'tavliy-mcp@1.0.0'], env: {} },
      { scope: 'user' },
    );
    expect(findings).toEqual([
      {
        code: 'look-alike',
        severity: 'refused',
        message:
          "args: tavliy-mcp is not tavily-mcp, which is well known: they differ in 'li', not 'il', at character 4.",
        fix: 'Write tavily-mcp if you mean that. Who knows who publishes tavliy-mcp can take it: ashlar add --accept look-alike.',
      },
    ]);
  });

  it.each([
    ['npx', '-y', '@ashlar/vault'],
    ['npx', '-y', '@ashlar/vault@latest'],
    ['npx', '-y', '@ashlar/vault@~1.0.0'],
    ['npx', '-y', '-p', '@ashlar/sql@1', 'ashlar-sql'],
    ['uvx', 'mcp-server-git'],
    ['docker', 'run', '-i', '--rm', 'mcp/git:1.0'],
  ])('a server that the registry decides on is told of: %s %s %s', (command, ...args) => {
    const { findings } = checkEntry('x', { command, args, env: {} }, { scope: 'user' });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['unpinned', 'warning']]);
  });

  it('a script of a project may be named from there, and people are told', () => {
    const entry = { command: 'node', args: ['server.js'], env: {} };
    const { findings } = checkEntry('x', entry, { scope: 'project' });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['relative-to-project', 'warning'],
    ]);
  });

  it('what one host puts in, another hands on: there it means something to a shell', () => {
    const entry = { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0', '\u0024{workspaceFolder}'], env: {} };
    expect(refusals(entry, FOLDER)).toEqual([]);
    expect(refusals(entry)).toEqual(['shell-character']);
  });
});

describe('what is good passes', () => {
  // Those of the reference servers and of our own pages: shared/cli/test/examples.test.ts.
  it.each([
    [['npx', '@modelcontextprotocol/server-everything', 'stdio']],
    [['cmd', '/c', 'npx', '-y', '@modelcontextprotocol/server-filesystem', '${workspaceFolder}']],
    [['uvx', 'mcp-server-time', '--local-timezone=America/New_York']],
    [['uv', '--directory', '/srv/mcp-servers/src/git', 'run', 'mcp-server-git']],
    [['python', '-m', 'mcp_server_git', '--repository', 'path/to/git/repo']],
    [['docker', 'run', '-i', '--rm', '--mount', 'type=bind,src=${workspaceFolder},dst=/projects', 'mcp/git']],
  ])('%j', ([command = '', ...args]) => {
    const { findings } = checkEntry(
      'server',
      { command, args, env: {} },
      { scope: 'user', reference: FOLDER },
    );
    expect(findings.filter(({ code }) => code !== 'unpinned')).toEqual([]);
  });

  it('every well-known name is its own, and none is too near another', () => {
    for (const name of known.npm.filter((each) => !['@modelcontextprotocol/inspector'].includes(each))) {
      const found = refusals({ command: 'npx', args: ['-y', `${name}@1.0.0`], env: {} });
      expect({ name, found: found.filter((code) => code === 'look-alike') }).toEqual({ name, found: [] });
    }
  });

  it('secrets by reference, and addresses of this machine', () => {
    const env = { API_TOKEN: { kind: 'env', name: 'API_TOKEN' } } as const;
    expect(refusals({ command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env })).toEqual([]);
    expect(refusals({ transport: 'http', url: 'http://127.0.0.1:3000/mcp', headers: {} })).toEqual([]);
    expect(refusals({ transport: 'http', url: 'http://[::1]:3000/mcp', headers: {} })).toEqual([]);
  });

  it.each([
    ['C:\\Users\\ann\\AppData\\Roaming\\', []],
    ['D:\\Users\\Ann B\\AppData\\Roaming', []],
    ['C:\\Users\\Public\\AppData\\Roaming\\', ['environment-variable']],
    ['C:\\Users\\..\\AppData\\Roaming', ['environment-variable']],
    ['C:\\Users\\ann\\AppData\\Roaming\\..\\..\\x', ['environment-variable']],
    ['\\\\host\\Users\\ann\\AppData\\Roaming', ['environment-variable']],
  ])('where Windows has the data of an account: %s', (APPDATA, codes) => {
    expect(refusals({ command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env: { APPDATA } })).toEqual(
      codes,
    );
    expect(refusals({ command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env: { HOME: APPDATA } })).toEqual(
      ['environment-variable'],
    );
  });

  it('a secret that stands there is told of', () => {
    const { findings } = checkEntry(
      'x',
      { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env: { API_TOKEN: 'abc12345' } },
      { scope: 'user' },
    );
    expect(findings.map(({ code }) => code)).toEqual(['secret-in-file']);
  });
});
