import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { namingOf, ownNaming } from '../src/fork/naming.ts';
import { renamed } from '../src/fork/renamed.ts';

const main = join(import.meta.dirname, '..', 'dist', 'main.js');

/** `ashlar` in an empty folder. */
function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-fork-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const ashlar = (...args: string[]) =>
    spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', cwd: folder });
  return { folder, ashlar, read: (file: string) => readFileSync(join(folder, file), 'utf8') };
}

it('makes a repository of a server, under a name of its own', () => {
  const { ashlar, read } = desk();
  const { stdout, status } = ashlar('fork', 'vault', 'notes', '--name', '@acme/notes');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^@acme\/notes is in notes: \d+ files, forked from vault\./);
  const manifest = JSON.parse(read('notes/package.json'));
  expect(manifest).toMatchObject({
    name: '@acme/notes',
    version: '0.0.0',
    bin: { 'acme-notes': 'dist/main.js' },
    mcpName: 'io.github.acme/notes',
    devDependencies: { '@ashlar/kit': expect.stringMatching(/^\^\d/) },
  });
  expect(manifest.repository).toBeUndefined();
  expect(read('notes/src/server.ts')).toContain("name: 'notes',");
  expect(read('notes/README.md')).toContain('npx -y @acme/notes ~/notes --write');
  expect(read('notes/README.md')).not.toContain('npx -y @ashlar/vault');
  expect(read('notes/LICENSE')).toContain('MIT');
  expect(read('notes/.github/workflows/ci.yml')).toContain('npm test');
  expect(read('notes/.changeset/begun.md')).toContain("'@acme/notes': minor");
});

it('begins with the smallest server where none is named', () => {
  const { ashlar, read } = desk();
  expect(ashlar('new', 'my-server').status).toBe(0);
  expect(JSON.parse(read('my-server/package.json')).bin).toEqual({ 'my-server': 'dist/main.js' });
  expect(read('my-server/src/tools/greet.ts')).toContain('defineTool');
});

it('leaves what is there alone', () => {
  const { folder, ashlar } = desk();
  mkdirSync(join(folder, 'full'));
  writeFileSync(join(folder, 'full', 'mine.txt'), 'mine');
  const { stderr, status } = ashlar('new', 'full');
  expect([status, stderr]).toEqual([2, 'ashlar: full is not empty; name a folder that is not there yet.\n']);
  expect(readdirSync(join(folder, 'full'))).toEqual(['mine.txt']);
});

it.each([
  [['fork', 'valt', 'x'], 'There is no server "valt". Did you mean vault?'],
  [['fork', '../../etc', 'x'], 'There is no server "../../etc". There are filesystem, hello,'],
  [['fork', 'vault'], 'Say which server, and which folder'],
  [['fork', 'vault', '', '--name', 'desk'], 'Say which server, and which folder'],
  [['new'], 'Say which folder'],
  [['new', '', '--name', 'desk'], 'Say which folder'],
  [['new', 'x', '--name', 'Desk'], '--name: "Desk" is no name of a package: lower-case letters, digits and'],
  [['new', 'x', '--name', '@Acme/My Desk'], 'such as @acme/my-desk.'],
  [
    ['new', 'x', '--name', 'http'],
    '--name: http is a module of Node. Put a scope of yours in front: @acme/http.',
  ],
  [['new', 'x', '--name', '@ashlr/vault'], '--name: @ashlr/vault is easily taken for @ashlar/vault,'],
  [['new', 'x', '--name', '../desk'], 'is no name of a package'],
  [['new', 'My Server'], '--name: "My Server" is no name of a package'],
])('refuses %o, and writes nothing', (args, message) => {
  const { folder, ashlar } = desk();
  const { stderr, status } = ashlar(...args);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
  expect(readdirSync(folder)).toEqual([]);
});

it('renames what is named, and no word that only looks like it', () => {
  const text = [
    "name: 'vault',\n  title: 'Vault',",
    'ashlar-vault ASHLAR_READ_ONLY @ashlar/vault vault:read vault://note the vault',
    '{ "mcpServers": { "vault": {} } } npm run bench -- vault 100000; npm run bench -- vault.',
    'https://github.com/ashlar-mcp/ashlar/blob/main/x MY_ASHLAR_X ashlar-vaults',
  ].join('\n');
  const files = new Map([
    ['README.md', Buffer.from(text)],
    ['sample/Home.md', Buffer.from(text)],
  ]);
  const done = renamed(files, ownNaming('vault'), namingOf('@acme/notes'));
  expect(String(done.get('sample/Home.md'))).toBe(text);
  expect(String(done.get('README.md')).split('\n')).toEqual([
    "name: 'notes',",
    "  title: 'Notes',",
    'acme-notes ACME_READ_ONLY @acme/notes notes:read vault://note the vault',
    '{ "mcpServers": { "notes": {} } } npm run bench -- 100000; npm run bench.',
    'https://github.com/ashlar-mcp/ashlar/blob/main/x MY_ASHLAR_X acme-vaults',
  ]);
});
