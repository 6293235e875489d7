import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHost } from '../../src/host-files/collections.ts';
import { addEntry, FORMATS, removeEntry } from '../../src/host-files/edit.ts';
import type { Format } from '../../src/host-files/format.ts';
import { eraseHostFile, openHostFile, saveHostFile } from '../../src/host-files/host-file.ts';
import { json } from '../../src/host-files/json-format.ts';
import type { Host } from '../../src/hosts/host.ts';
import { HOSTS } from '../../src/hosts/hosts.ts';
import type { Machine } from '../../src/hosts/machine.ts';
import { openLock } from '../../src/lock/lock-file.ts';
import { planFor } from '../../src/servers/plan.ts';
import { takeOut, writePlan } from '../../src/servers/write.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ashlar-file-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describe('a file of a host', () => {
  it('keeps its mode and its byte order mark, and nothing is left beside it', async () => {
    const at = folder();
    const path = join(at, 'mcp.json');
    writeFileSync(path, '\ufeff{}');
    chmodSync(path, 0o604);
    const file = openHostFile(path);
    expect(file.text).toBe('{}');
    await saveHostFile(file, '{"a":1}');
    expect(readFileSync(path, 'utf8')).toBe('\ufeff{"a":1}');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o604);
    expect(readdirSync(at)).toEqual(['mcp.json']);
  });

  it('stays a link where it is one, and what it leads to changes', async () => {
    const at = folder();
    mkdirSync(join(at, 'dotfiles'));
    writeFileSync(join(at, 'dotfiles', 'cursor.json'), '{}');
    symlinkSync(join('dotfiles', 'cursor.json'), join(at, 'mcp.json'));
    await saveHostFile(openHostFile(join(at, 'mcp.json')), '{"a":1}');
    expect(readlinkSync(join(at, 'mcp.json'))).toBe(join('dotfiles', 'cursor.json'));
    expect(readFileSync(join(at, 'dotfiles', 'cursor.json'), 'utf8')).toBe('{"a":1}');
  });

  it('is not read where it is no file, or larger than any of a host: a link to what never ends', () => {
    const at = folder();
    expect(() => openHostFile(at)).toThrow('cannot be read (it is no file)');
    if (process.platform !== 'win32') {
      symlinkSync('/dev/zero', join(at, 'endless'));
      expect(() => openHostFile(join(at, 'endless'))).toThrow('cannot be read (it is no file)');
    }
    writeFileSync(join(at, 'large'), '');
    truncateSync(join(at, 'large'), 3 * 1024 ** 3);
    expect(() => openHostFile(join(at, 'large'))).toThrow(
      'is larger than 67108864 bytes, and is left as it is',
    );
  });

  it('is not made through a link that leads nowhere', () => {
    const path = join(folder(), 'mcp.json');
    symlinkSync('/no/such/file', path);
    expect(() => openHostFile(path)).toThrow('it is a link to a file that is not there');
  });

  it.each(['{"b":2}', undefined])('is left as somebody else has it by then: %j', async (other) => {
    const path = join(folder(), 'mcp.json');
    writeFileSync(path, '{}');
    const file = openHostFile(path);
    if (other === undefined) rmSync(path);
    else writeFileSync(path, other);
    await expect(saveHostFile(file, '{"a":1}')).rejects.toThrow(
      other === undefined ? 'cannot be written' : 'was changed by another program',
    );
    expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).toBe(other);
  });

  it('is not made over one that somebody else has made meanwhile', async () => {
    const path = join(folder(), 'mcp.json');
    const file = openHostFile(path);
    writeFileSync(path, 'theirs');
    await expect(saveHostFile(file, '{}')).rejects.toThrow('was changed by another program');
    expect(readFileSync(path, 'utf8')).toBe('theirs');
  });

  it('is not taken away with what somebody else has written into it', () => {
    const path = join(folder(), 'mcp.json');
    writeFileSync(path, '{}');
    const file = openHostFile(path);
    writeFileSync(path, '{"theirs":1}');
    expect(() => eraseHostFile(file)).toThrow('was changed by another program');
    expect(readFileSync(path, 'utf8')).toBe('{"theirs":1}');
  });

  it('is made with the folders that it needs', async () => {
    const path = join(folder(), 'a', 'b', 'mcp.json');
    await saveHostFile(openHostFile(path), '{}');
    expect(readFileSync(path, 'utf8')).toBe('{}');
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le')],
    ['Latin-1', Buffer.from('{"a":"ä"}', 'latin1')],
  ])('is refused in %s', (_, bytes) => {
    const path = join(folder(), 'mcp.json');
    writeFileSync(path, bytes);
    expect(() => openHostFile(path)).toThrow('is no text in UTF-8, and is left as it is');
  });
});

describe('what cannot be understood, or not be edited, is refused and untouched', () => {
  it.each([
    ['cursor', '{"mcpServers": {"a": }}', 'is no JSON (line 1: ValueExpected)'],
    ['cursor', '{\n  "mcpServers": {}\n', 'is no JSON (line 3: CloseBraceExpected)'],
    ['cursor', '{} {}', 'is no JSON'],
    ['cursor', '[]', 'does not hold a JSON object'],
    ['cursor', '{"mcpServers": []}', 'has something else than an object in mcpServers'],
    ['cursor', '// only words', 'is no JSON'],
    ['cursor', '{"mcpServers": {"a": {}}, "mcpServers": {}}', undefined],
    ['codex', 'a = 1\na = 2\n', 'is no TOML (line 2:'],
    ['codex', 'mcp_servers = { a = { command = "x" } }\n', 'cannot be edited safely'],
    ['codex', '[mcp_servers\n', 'is no TOML'],
    ['goose', 'extensions:\n  a: 1\n b: 2\n', 'is no YAML'],
    ['goose', 'a: 1\n---\nb: 2\n', 'holds several YAML documents'],
    ['goose', '- a\n', 'does not hold a YAML map'],
    ['goose', 'extensions: [a]\n', 'has something else than servers in extensions'],
    ['goose', 'a: 1\n...\n', undefined],
    ['goose', 'extensions:\n  a: *nothing\n', 'is no YAML (Unresolved alias'],
    ['continue', 'mcpServers:\n  a: {}\n', 'has something else than servers in mcpServers'],
  ])('%s: %j', async (id, text, message) => {
    const machine: Machine = { platform: 'linux', env: {}, home: folder(), cwd: folder() };
    const host = HOSTS[id] as Host;
    const path = host.place('user', machine)?.paths[0] as string;
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    const entry = { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env: {} };
    const act = async () => {
      const open = openHost(id, host, 'user', machine);
      if (open !== undefined) await writePlan(planFor(open, 'fresh', entry), [], machine);
    };
    if (message === undefined) {
      // Strange, but clear: of two keys parsers take the last, and there it is written.
      await act();
      const open = openHost(id, host, 'user', machine);
      expect(open?.entries.map(([name]) => name)).toEqual(['fresh']);
      if (open !== undefined) await takeOut(open, 'fresh', machine);
    } else {
      await expect(act()).rejects.toThrow(message);
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(join(path, '..'))).toHaveLength(1);
  });

  it.each([
    ['cursor', '{"a": '],
    ['codex', 'a = '],
    ['goose', 'a: '],
  ])('what is nested more deeply than a stack is: %s', (id, before) => {
    const machine: Machine = { platform: 'linux', env: {}, home: folder(), cwd: folder() };
    const host = HOSTS[id] as Host;
    const path = host.place('user', machine)?.paths[0] as string;
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, `${before}${'['.repeat(99_999)}${']'.repeat(99_999)}`);
    expect(() => openHost(id, host, 'user', machine)).toThrow(/is no (YAML|TOML)|is nested too deeply/);
  });

  it('a key whose value would be one of every object', () => {
    for (const text of [
      '[__proto__]\nPRELOAD = 1\n',
      'a = { "\\u005f_proto__" = { PRELOAD = 1 } }\n',
      'a.__proto__.PRELOAD = 1',
    ])
      expect(() => FORMATS.toml.data(text)).toThrow('has a key __proto__');
    expect('PRELOAD' in {}).toBe(false);
    for (const format of [FORMATS.json, FORMATS.yaml])
      expect(Object.keys(format.data('{ "__proto__": { "PRELOAD": 1 } }') as object)).toEqual(['__proto__']);
    expect('PRELOAD' in {}).toBe(false);
  });

  it('an entry under a key that is no text', () => {
    const text = 'extensions:\n  1: { cmd: npx }\n  b: { cmd: npx }\n';
    expect(() => removeEntry(FORMATS.yaml, text, { path: ['extensions'] }, '1', {})).toThrow(
      'has 1 in a form that cannot be edited safely',
    );
  });

  it.each([
    '{"lockVersion": 2}',
    'null',
    '[]',
    '{"lockVersion": 1, "entries": {"cursor/x": null}}',
    '{"lockVersion": 1, "entries": {"cursor/x": {"pins": {}}}}',
    '{"lockVersion": 1, "entries": {"cursor/x": {"pins": [{"package": 1, "integrity": ""}]}}}',
    '{"lockVersion": 1, "made": {"./.mcp.json": {"": {"whole": 1}}}}',
    '{"lockVersion": 1, "definitions": {"cursor/x": {"instructions": "", "tools": []}}}',
  ])('a lock of another version, or of none: %s', (text) => {
    const path = join(folder(), 'ashlar.lock');
    writeFileSync(path, text);
    expect(() => openLock(path)).toThrow('is no lock of this version of ashlar');
  });
});

describe('an edit that would change anything else is not made', () => {
  const at = { path: ['mcpServers'] };
  const text = '{"mcpServers": {"a": {"command": "x"}}, "theme": "dark"}';
  const wrong = (made: string): Format => ({
    ...json,
    add: () => ({ text: made, made: {} }),
    remove: () => made,
  });

  it.each([
    ['another server', '{"mcpServers": {"a": {"command": "y"}, "b": 1}, "theme": "dark"}'],
    ['a setting', '{"mcpServers": {"a": {"command": "x"}, "b": 1}, "theme": "light"}'],
    ['the entry', '{"mcpServers": {"a": {"command": "x"}, "b": 2}, "theme": "dark"}'],
    ['all', '{"mcpServers": {'],
  ])('by add: %s', (_, made) => {
    expect(() => addEntry(wrong(made), text, at, 'b', 1)).toThrow('cannot be edited safely');
  });

  it.each([
    ['another server', '{"theme": "dark"}'],
    ['a setting', '{"mcpServers": {"a": {"command": "x"}}}'],
    ['nothing', '{"mcpServers": {"a": {"command": "x"}, "b": 1}, "theme": "dark"}'],
    ['all', ''],
  ])('by remove: %s', (_, left) => {
    const whole = '{"mcpServers": {"a": {"command": "x"}, "b": 1}, "theme": "dark"}';
    expect(() => removeEntry(wrong(left), whole, at, 'b', {})).toThrow('cannot be edited safely');
  });
});

it('the lock of a project stands in it, says nothing of this machine, and goes with the last entry', async () => {
  const machine: Machine = { platform: 'linux', env: {}, home: folder(), cwd: folder() };
  const host = HOSTS['claude-code'] as Host;
  const entry = { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env: {} };
  const open = () =>
    openHost('claude-code', host, 'project', machine) as NonNullable<ReturnType<typeof openHost>>;
  const pins = [{ package: 'npm:@ashlar/vault@1.0.0', integrity: 'sha512-x' }];
  await writePlan(planFor(open(), 'vault', entry), pins, machine);
  const path = join(machine.cwd, 'ashlar.lock');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    lockVersion: 1,
    entries: { 'claude-code/vault': { pins } },
    made: { './.mcp.json': { '': { isNew: true, whole: '' }, mcpServers: { depth: 0 } } },
  });
  await takeOut(open(), 'vault', machine);
  expect(readdirSync(machine.cwd)).toEqual([]);
  expect(lstatSync(machine.home).isDirectory()).toBe(true);
});
