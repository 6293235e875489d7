import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRevocations } from '@ashlar/kit/revocations';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasRedis, TestRedis } from '../../kit/test/fixture/redis.ts';

const main = join(import.meta.dirname, '..', 'dist', 'main.js');

function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ended');
  const grant = (args: string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [main, 'grant', ...args], {
      encoding: 'utf8',
      env: { ...process.env, ASHLAR_REVOCATIONS: '', ...env },
    });
  return { folder, file, grant };
}

describe('ashlar grant end', () => {
  it('adds to the file that servers read, and makes it', async () => {
    const { file, grant } = desk();
    for (const id of ['one', 'a b@c', '{"id":"x"}'])
      expect(grant(['end', id, '--file', file]).status).toBe(0);
    const list = await openRevocations(file);
    for (const id of ['one', 'a b@c', '{"id":"x"}']) expect(await list.ended(['other', id])).toBe(id);
    expect(await list.ended(['other', 'x'])).toBeUndefined();
  });

  it.each([
    ['2d', 2 * 24 * 60 * 60_000],
    ['90m', 90 * 60_000],
  ])('ends it for %s', (until, ms) => {
    const { file, grant } = desk();
    const before = Date.now();
    expect(grant(['end', 'one', '--file', file, '--until', until]).stderr).toContain('until 20');
    const end = Date.parse(JSON.parse(readFileSync(file, 'utf8')).until) - ms;
    expect(end).toBeGreaterThanOrEqual(before);
    expect(end).toBeLessThanOrEqual(Date.now());
  });

  it('takes the place from the variable that servers take it from', () => {
    const { file, grant } = desk();
    const { status, stdout, stderr } = grant(['end', 'one', '--until', '2999-12-31'], {
      ASHLAR_REVOCATIONS: file,
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toBe(
      'The grant one is ended until 2999-12-31T00:00:00.000Z: running servers refuse it from now on.\n',
    );
  });

  it.skipIf(!hasRedis)('adds to the Redis that servers ask (needs redis-server)', async () => {
    const { url } = await TestRedis.start();
    const { grant } = desk();
    expect(grant(['end', 'one', '--state', url]).status).toBe(0);
    expect(grant(['end', 'two', '--until', '1h'], { ASHLAR_REVOCATIONS: url }).status).toBe(0);
    const list = await openRevocations(url);
    onTestFinished(() => list.close());
    expect([await list.ended(['one']), await list.ended(['two']), await list.ended(['three'])]).toEqual([
      'one',
      'two',
      undefined,
    ]);
  });

  it('says so where the store does not answer, without the address', () => {
    const { grant } = desk();
    const { status, stderr } = grant(['end', 'one', '--state', 'redis://:secret@127.0.0.1:1']);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'ashlar: --state: the list cannot be written (the store does not answer).\n',
    });
  });

  it('does not write while somebody else does', () => {
    const { file, grant } = desk();
    writeFileSync(`${file}.tmp`, '');
    const { status, stderr } = grant(['end', 'one', '--file', file]);
    expect(status).toBe(2);
    expect(stderr).toContain('somebody else is writing');
  });

  it.each([
    [['end', '--file', 'f'], 'the jti of a token'],
    [['end', 'a\nb', '--file', 'f'], 'the jti of a token'],
    [['end', 'a', 'b', '--file', 'f'], "'b' is another"],
    [['end', 'a'], 'ASHLAR_REVOCATIONS'],
    [['end', 'a', '--file', 'f', '--state', 'redis://x'], 'one of them'],
    [['end', 'a', '--state', 'http://x'], '--state: must be'],
    [['end', 'a', '--file', 'f', '--until', 'soon'], '--until: must be'],
    [['end', 'a', '--file', 'f', '--until', '2020-01-01'], '--until: must be'],
    [['end', 'a', '--file', '/no/such/folder/f'], 'ENOENT'],
    [[], 'What to do is missing: end. See ashlar grant --help.'],
    [['begin', 'a', '--file', 'f'], "no action 'begin'"],
    [['end', 'a', '--fil', 'f'], '--fil'],
  ])('%j is answered with a sentence and exit code 2', (args, named) => {
    const { status, stdout, stderr } = desk().grant(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(named);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
