import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { rotatedBefore } from '../../src/audit/index.ts';
import { call } from '../../src/call/call.ts';
import { faultsOf, folder, linesIn, verified } from '../fixture/audit.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';

const newFile = () => join(folder(), 'audit.jsonl');

/** Starts a server that records, and calls it. */
async function run(file: string, args: readonly string[] = []) {
  const { host, entries } = await hostOf(server, ['--audit', file, ...args]);
  let id = 0;
  const calls = async (count: number, change = {}) => {
    for (let each = 0; each < count; each++) {
      await call(host, operationOf(change), exchangeOf({ requestId: `call ${id++}` }));
    }
    await turn();
    await turn();
  };
  return { host, entries, calls };
}

async function runOnce(file: string, count = 2): Promise<void> {
  const { host, calls } = await run(file);
  await calls(count);
  await host.close();
}

describe('the file', () => {
  it('is for its owner alone', async () => {
    const file = newFile();
    await runOnce(file);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes on where the last run has ended', async () => {
    const file = newFile();
    for (let times = 0; times < 3; times++) await runOnce(file);
    expect(linesIn(file).map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    expect(faultsOf(file)).toEqual([]);
  });

  it.each([
    ['a link', (file: string) => symlinkSync(join(file, '..', 'elsewhere'), file), 'is a link'],
    ['a folder', (file: string) => mkdirSync(file), 'not a regular file'],
    ['writable by others', (file: string) => chmodSync(write(file, ''), 0o622), 'written by others'],
    ['something else', (file: string) => write(file, 'my diary\n'), 'does not end with a line of an audit'],
    ['something else without an end', (file: string) => write(file, 'my diary'), 'does not end with a line'],
    ['where no folder is', (file: string) => rmSync(join(file, '..'), { recursive: true }), 'ENOENT'],
  ])('that is %s is refused in one sentence', async (_, make, sentence) => {
    const file = newFile();
    make(file);
    await expect(run(file)).rejects.toMatchObject({
      name: 'OptionError',
      message: expect.stringContaining(sentence),
    });
    expect(existsSync(join(file, '..', 'elsewhere'))).toBe(false);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('has one writer', async () => {
    const file = newFile();
    const { host } = await run(file);
    await expect(run(file)).rejects.toThrow(
      /is written by the process \d+; give every process a file of its own/,
    );
    await host.close();
    await runOnce(file);
    expect(faultsOf(file)).toEqual([]);
  });

  it.each([
    ['whose process is gone', { pid: 4_194_304 }],
    ['whose number another process has now', { began: '1' }],
    ['that nobody finished writing', undefined],
  ])('is taken over from a writer %s', async (_, change) => {
    const file = newFile();
    const { host } = await run(file);
    const lock = JSON.parse(readFileSync(`${file}.lock`, 'utf8'));
    await host.close();
    write(`${file}.lock`, change === undefined ? '{"pid":' : JSON.stringify({ ...lock, ...change }));
    await runOnce(file);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('is not taken from a writer on another machine that gives signs of life', async () => {
    const file = newFile();
    const { host } = await run(file);
    const lock = JSON.parse(readFileSync(`${file}.lock`, 'utf8'));
    await host.close();
    write(`${file}.lock`, JSON.stringify({ ...lock, place: 'elsewhere' }));
    await expect(run(file)).rejects.toThrow('is written by');
  });

  it('is kept by its writer where the lock was tidied away', async () => {
    const file = newFile();
    const { host, calls } = await run(file);
    rmSync(`${file}.lock`);
    renameSync(file, `${file}.1`);
    await calls(1);
    await expect(run(file)).rejects.toThrow('is written by');
    expect(linesIn(file).at(-1)).toMatchObject({ type: 'call' });
    await host.close();
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('is left alone by who has lost the lock, and its calls are refused', async () => {
    const file = newFile();
    const { host, calls, entries } = await run(file);
    await calls(1);
    const before = readFileSync(file);
    write(`${file}.lock`, '{"id":"another"}');
    appendFileSync(file, 'of another\n');
    await calls(1);
    expect(await call(host, operationOf(), exchangeOf())).toEqual({ failed: 'unavailable' });
    await host.close();
    expect(readFileSync(file)).toEqual(Buffer.concat([before, Buffer.from('of another\n')]));
    expect(readFileSync(`${file}.lock`, 'utf8')).toContain('another');
    expect(entries.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^audit lost/));
  });
});

describe('a last line that is not whole', () => {
  it.each([1, 40, 150, 300])(
    'but for its last %i bytes is kept, explained and carried on from',
    async (cut) => {
      const file = newFile();
      await runOnce(file);
      truncateSync(file, statSync(file).size - cut);
      await runOnce(file);
      const { findings, lines } = verified([readFileSync(file)]);
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(lines).toBe(9);
      expect(findings).toHaveLength(cut === 1 ? 0 : 1);
    },
  );

  it('may be the first one', async () => {
    const file = newFile();
    await runOnce(file);
    truncateSync(file, 100);
    await runOnce(file);
    expect(faultsOf(file)).toEqual([]);
  });

  it('may end in zeros, where a file system had not written it', async () => {
    const file = newFile();
    await runOnce(file);
    const whole = readFileSync(file);
    write(file, Buffer.concat([whole.subarray(0, -100), Buffer.alloc(100)]));
    await runOnce(file);
    expect(faultsOf(file)).toEqual([]);
  });

  it('is not accepted where it begins as no line of this chain does', async () => {
    const file = newFile();
    await runOnce(file);
    appendFileSync(file, '{"chain":"0000000000000000","seq":5,');
    await expect(run(file)).rejects.toThrow('does not end with a line of an audit');
  });
});

describe('a file that is full', () => {
  it('is set aside under a name with its time and its first line, and the next carries on', async () => {
    const file = newFile();
    const { host, calls } = await run(file, ['--audit-rotate', '1']);
    const text = 'x'.repeat(4_000);
    const args = { arguments: Array.from({ length: 2 }, () => text) };
    for (let times = 0; times < 70; times++) await calls(10, args);
    await host.close();
    const before = rotatedBefore(file);
    expect(before.length).toBeGreaterThan(3);
    for (const path of before) {
      const first = linesIn(path)[0];
      expect(path).toMatch(new RegExp(`audit\\.jsonl\\.\\d{8}T\\d{6}Z-${first?.seq}$`));
      expect(statSync(path).size).toBeLessThan(1_100_000);
    }
    expect(linesIn(file)[0]).toMatchObject({ name: 'continued', details: { why: 'full' } });
    expect(faultsOf(file)).toEqual([]);
    const files = [...before, file].map((path) => readFileSync(path));
    expect(verified(files.toSpliced(1, 1)).findings).toContainEqual(
      expect.objectContaining({ severity: 'error' }),
    );
  });

  it('is carried on from also where the next was never begun', async () => {
    const file = newFile();
    await runOnce(file);
    renameSync(file, `${file}.20260101T000000Z-1`);
    await runOnce(file);
    expect(linesIn(file)[0]).toMatchObject({ seq: 5, name: 'continued' });
    expect(faultsOf(file)).toEqual([]);
  });
});

describe('a file that is touched while it is written', () => {
  const name = (file: string) => `${file}.1`;

  it('and moved away is followed by a new one', async () => {
    const file = newFile();
    const { host, calls } = await run(file);
    await calls(2);
    renameSync(file, name(file));
    await calls(2);
    await host.close();
    expect(linesIn(file)[0]).toMatchObject({ name: 'continued' });
    expect(verified([readFileSync(name(file)), readFileSync(file)]).findings).toEqual([]);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('and copied and emptied is begun again', async () => {
    const file = newFile();
    const { host, calls } = await run(file);
    await calls(2);
    copyFileSync(file, name(file));
    truncateSync(file);
    await calls(2);
    await host.close();
    expect(verified([readFileSync(name(file)), readFileSync(file)]).findings).toEqual([]);
  });

  it.each([
    ['written to', (file: string) => appendFileSync(file, 'planted\n')],
    ['cut', (file: string) => truncateSync(file, statSync(file).size - 10)],
  ])('and %s is set aside as it is, told of, and found by verify', async (_, touch) => {
    const file = newFile();
    const { host, calls } = await run(file);
    await calls(2);
    touch(file);
    await calls(2);
    await host.close();
    expect(linesIn(file)[0]).toMatchObject({
      name: 'continued',
      details: {
        why: 'the file was changed by another',
        expected: expect.any(Number),
        found: expect.any(Number),
      },
    });
    expect(linesIn(file).filter(({ type }) => type === 'call')).toHaveLength(2);
    expect(readdirSync(join(file, '..'))).toHaveLength(3);
    expect(faultsOf(file)).not.toEqual([]);
  });
});

describe('--audit-fsync call', () => {
  it('has the line of a call that changes something in the file before its answer', async () => {
    const file = newFile();
    const { host } = await run(file, ['--audit-fsync', 'call']);
    await call(host, operationOf({ access: 'write' }), exchangeOf({ requestId: 'now' }));
    expect(linesIn(file).at(-1)).toMatchObject({ type: 'call', requestId: 'now' });
    await host.close();
  });
});

function write(path: string, text: string | Buffer): string {
  writeFileSync(path, text);
  return path;
}
