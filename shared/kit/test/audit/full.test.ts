import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RESERVE_BYTES } from '../../src/audit/file/reserve.ts';
import { call } from '../../src/call/call.ts';
import { faultsOf, folder, linesIn } from '../fixture/audit.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';

/** A disk of 640 KB, of which all is gone with the test; undefined where none may be mounted. */
function smallDisk(): string | undefined {
  const path = join(folder(), 'disk');
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=640k', 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', path]));
  return path;
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMount();
function tryMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Takes all room that is left on a disk, and gives it back. */
function fill(disk: string): () => void {
  const filler = join(disk, 'filler');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(bavail * bsize));
  return () => rmSync(filler);
}

const full = async (args: readonly string[] = []) => {
  const disk = smallDisk() as string;
  const file = join(disk, 'audit.jsonl');
  const { host, entries } = await hostOf(server, ['--audit', file, ...args]);
  const ask = (change = {}) =>
    call(host, operationOf({ arguments: { text: 'x'.repeat(3_000) }, ...change }), exchangeOf());
  await ask();
  await wait(10);
  expect(statSync(`${file}.reserve`).size).toBe(RESERVE_BYTES);
  return { host, entries, file, ask, giveBack: fill(disk) };
};

describe.skipIf(!canMount)('a disk that is full (needs to mount a tmpfs)', () => {
  it('is told of, has the calls that ran recorded by its reserve, and takes no more until there is room', async () => {
    const { host, entries, file, ask, giveBack } = await full();
    const before = linesIn(file).length;
    const running = Array.from({ length: 40 }, () => ask({ run: () => wait(30, 'done') }));
    expect(new Set((await Promise.all(running)).map((it) => JSON.stringify(it)))).toEqual(
      new Set(['{"shaped":"done"}']),
    );
    await wait(20);
    expect(existsSync(`${file}.reserve`)).toBe(false);
    expect(linesIn(file)).toHaveLength(before + 40);
    expect(await ask()).toEqual({ failed: 'unavailable' });
    expect(await ask({ access: 'destroy' })).toEqual({ failed: 'unavailable' });
    expect(entries).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'audit cannot be written', file }),
    );
    giveBack();
    while (((await ask()) as { failed?: string }).failed === 'unavailable') await wait(50);
    await host.close();
    expect(faultsOf(file)).toEqual([]);
    const resumed = linesIn(file).find(({ name }) => name === 'resumed');
    expect(resumed).toMatchObject({ details: { refused: expect.any(Number), reads: 0, others: 0 } });
    expect((resumed as never as { details: { refused: number } }).details.refused).toBeGreaterThanOrEqual(2);
    expect(statSync(`${file}.reserve`).size).toBe(RESERVE_BYTES);
  }, 30_000);

  it('lets reads go on where the operator says so, and tells afterwards how many', async () => {
    const { host, file, ask, giveBack } = await full(['--audit-full', 'reads']);
    for (let at = 0; at < 60; at++) await ask();
    await wait(20);
    expect(await ask()).toEqual({ shaped: 'value' });
    expect(await ask({ access: 'write' })).toEqual({ failed: 'unavailable' });
    giveBack();
    await wait(2_500);
    await host.close();
    const resumed = linesIn(file).find(({ name }) => name === 'resumed') as never as {
      details: { reads: number };
    };
    expect(resumed).toMatchObject({ details: { refused: 1 } });
    expect(resumed.details.reads).toBeGreaterThan(0);
    const calls = linesIn(file).filter(({ type }) => type === 'call').length;
    expect(calls + resumed.details.reads).toBe(62);
    expect(faultsOf(file)).toEqual([]);
  }, 30_000);

  it('with --audit-fsync call answers a change that was done and not recorded with what to do', async () => {
    const { host, ask } = await full(['--audit-fsync', 'call']);
    let failed: unknown;
    // More than the reserve holds, in calls that all run already.
    const running = Array.from({ length: 120 }, () =>
      ask({
        access: 'write',
        run: () => wait(30, 'done'),
        fail: (error: unknown) => {
          failed = error;
          return { failed: 'late' };
        },
      }),
    );
    await Promise.all(running);
    expect(failed).toMatchObject({
      code: 'unavailable',
      retryable: false,
      hint: expect.stringContaining('Do not repeat'),
    });
    await host.close();
  });

  it('from the start refuses the start', async () => {
    const disk = smallDisk() as string;
    fill(disk);
    await expect(hostOf(server, ['--audit', join(disk, 'audit.jsonl')])).rejects.toThrow(
      /^--audit: .* cannot be written \(ENOSPC\)\.$/,
    );
  });
});
