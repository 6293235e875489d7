import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KeyUse } from '@ashlar/kit/key-use';
import { ApiKeys } from '@ashlar/kit/keys';
import { describe, expect, it, onTestFinished } from 'vitest';

const main = join(import.meta.dirname, '..', 'dist', 'main.js');

function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'keys.json');
  const ashlar = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  const add = () =>
    ashlar(
      'keys',
      'add',
      '--file',
      file,
      '--owner',
      'ann',
      '--tenant',
      'acme',
      '--scopes',
      'filesystem:read',
    ).stdout.trim();
  return { file, ashlar, add };
}

describe('ashlar keys', () => {
  it('adds a key that a server takes, and keeps only its hash, for its owner alone', () => {
    const { file, add } = desk();
    const key = add();
    expect(new ApiKeys(file).verify(key).caller).toEqual({
      subject: 'ann',
      tenant: 'acme',
      client: `key ${key.split('_')[1]}`,
      scopes: ['filesystem:read'],
      via: 'key',
    });
    expect(readFileSync(file, 'utf8')).not.toContain(key.slice(-43));
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('adds a key for metrics alone', () => {
    const { file, ashlar } = desk();
    const asked = ['--owner', 'prometheus', '--scopes', 'filesystem:metrics'];
    const key = ashlar('keys', 'add', '--file', file, ...asked).stdout.trim();
    expect(new ApiKeys(file).verify(key).caller.scopes).toEqual(['filesystem:metrics']);
  });

  it('adds a key for a server that was made by ashlar fork, whatever that is called', () => {
    const { file, ashlar } = desk();
    const asked = ['--owner', 'ann', '--scopes', 'my-desk-2:read, my-desk-2:write'];
    const key = ashlar('keys', 'add', '--file', file, ...asked).stdout.trim();
    expect(new ApiKeys(file).verify(key).caller.scopes).toEqual(['my-desk-2:read', 'my-desk-2:write']);
  });

  it('loses no change of several at once', async () => {
    const { file } = desk();
    const args = [main, 'keys', 'add', '--file', file, '--owner', 'ann', '--scopes', 'hello:read'];
    const added = await Promise.allSettled(
      Array.from({ length: 8 }, () => promisify(execFile)(process.execPath, args)),
    );
    const keys = new ApiKeys(file);
    for (const each of added) {
      if (each.status === 'fulfilled') keys.verify(each.value.stdout.trim());
      else expect(each.reason.stderr).toContain('somebody else is changing it');
    }
    expect([...keys.all()]).toHaveLength(added.filter(({ status }) => status === 'fulfilled').length);
    expect(readdirSync(join(file, '..'))).toEqual(['keys.json']);
  });

  it('changes nothing while somebody else does', () => {
    const { file, ashlar, add } = desk();
    const id = add().split('_')[1] ?? '';
    const before = readFileSync(file, 'utf8');
    writeFileSync(`${file}.tmp`, 'theirs');
    const { status, stderr } = ashlar('keys', 'revoke', id, '--file', file);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining(`try again, or remove ${file}.tmp`),
    });
    expect([readFileSync(file, 'utf8'), readFileSync(`${file}.tmp`, 'utf8')]).toEqual([before, 'theirs']);
  });

  it('lists keys without the keys', () => {
    const { file, ashlar, add } = desk();
    const key = add();
    const { stdout } = ashlar('keys', 'list', '--file', file);
    expect(stdout).toMatch(
      /^id\s+owner\s+tenant\s+scopes\s+until\s+used\s+state\n\w{8}\s+ann\s+acme\s+filesystem:read\s+\S+\s+never\s+good\n$/,
    );
    expect(stdout).not.toContain(key.slice(-43));
  });

  it('lists when servers saw a key last', () => {
    const { file, ashlar, add } = desk();
    const key = add();
    const use = new KeyUse(file, () => {});
    new ApiKeys(file, use).verify(key);
    use.close();
    const today = new Date().toISOString().slice(0, 10);
    expect(ashlar('keys', 'list', '--file', file).stdout).toMatch(new RegExp(`${today}\\s+good\n$`));
  });

  it('rotates: both keys are good for a while, and the old one ends sooner than it would have', () => {
    const { file, ashlar, add } = desk();
    const old = add();
    const id = old.split('_')[1] ?? '';
    const fresh = ashlar('keys', 'rotate', id, '--file', file, '--grace', '2').stdout.trim();
    const keys = new ApiKeys(file);
    const days = (key: string) => (keys.verify(key).expiresAt - Date.now() / 1_000) / 86_400;
    expect(days(fresh)).toBeGreaterThan(89);
    expect(days(old)).toBeLessThan(2.01);
  });

  it('revokes', () => {
    const { file, ashlar, add } = desk();
    const key = add();
    expect(ashlar('keys', 'revoke', key.split('_')[1] ?? '', '--file', file).status).toBe(0);
    expect(() => new ApiKeys(file).verify(key)).toThrow('not valid');
  });

  it.each([
    [['keys', 'add', '--owner', 'a', '--scopes', 'x:read'], '--file'],
    [['keys', 'add', '--file', 'f', '--scopes', 'x:read'], '--owner'],
    [['keys', 'add', '--file', 'f', '--owner', 'a', '--scopes', 'admin'], '--scopes'],
    [['keys', 'add', '--file', 'f', '--owner', 'a', '--scopes', 'x:read', '--days', '0'], '--days'],
    [['keys', 'add', '--file', 'f', '--owner', 'a', '--scopes', ','], '--scopes'],
    [['keys', 'add', '--file', 'f', '--owner', 'a', '--scopes', 'my_server:read'], '--scopes'],
    [['keys', 'add', '--file', '/no/such/file', '--owner', 'a', '--scopes', 'x:read'], 'ENOENT'],
    [['keys', 'revoke', 'one', 'other', '--file', 'f'], "keys revoke: 'other' is one word too many."],
    [['keys', 'list', 'one', '--file', 'f'], "keys list: 'one' is one word too many."],
    [['keys', 'list', '--file', '/no/such/file'], '--file'],
    [['keys'], 'What to do is missing: add, list, rotate or revoke. See ashlar keys --help.'],
    [['keys', 'steal'], 'steal'],
    [['keys', 'list', '--fil', 'f'], '--fil'],
    [['no-such'], 'no-such'],
  ])('%j is answered with a sentence and exit code 2', (args, named) => {
    const { ashlar } = desk();
    const { status, stdout, stderr } = ashlar(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(named);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('shows its help', () => {
    expect(execFileSync(process.execPath, [main, 'keys', '--help'], { encoding: 'utf8' })).toContain(
      'ashlar keys add',
    );
  });
});
