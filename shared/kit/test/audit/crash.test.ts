import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startHttp } from '../../src/testing/index.ts';
import { faultsOf, folder, linesIn } from '../fixture/audit.ts';
import { ask, modern } from '../fixture/http.ts';
import { echoCommand } from '../fixture/programs.ts';
import { start, toolCall } from '../fixture/raw.ts';

/** Resolves when a file has grown past a size. */
async function grown(file: string, bytes: number): Promise<void> {
  while (!existsSync(file) || statSync(file).size < bytes) await wait(5);
}

const text = 'x'.repeat(3_000);

it('over stdio, a server that is killed while it writes leaves a chain that the next carries on', async () => {
  const file = join(folder(), 'audit.jsonl');
  for (let times = 1; times <= 2; times++) {
    const server = start(echoCommand(['--audit', file]));
    for (let id = 0; id < 1_000; id++) server.send(toolCall(id, 'echo', { text }));
    await grown(file, times * 100_000);
    server.process.kill('SIGKILL');
    await server.exited;
    expect(existsSync(`${file}.lock`)).toBe(true);
  }
  const last = start(echoCommand(['--audit', file]));
  last.send(toolCall(1, 'echo', { text: 'hi' }));
  await last.answer(1);
  last.process.stdin.end();
  expect(await last.exited).toEqual({ code: 0, signal: null });
  expect(faultsOf(file)).toEqual([]);
  expect(linesIn(file).at(-1)).toMatchObject({ name: 'stopped' });
});

it('over HTTP as well', async () => {
  const file = join(folder(), 'audit.jsonl');
  for (let times = 1; times <= 2; times++) {
    const { url, raw } = await startHttp(echoCommand(['--audit', file]));
    onTestFinished(() => void raw.process.kill('SIGKILL'));
    for (let id = 0; id < 200; id++) {
      void ask(url, modern('tools/call', { name: 'echo', arguments: { text } })).catch(() => {});
    }
    await grown(file, times * 50_000);
    raw.process.kill('SIGKILL');
    await raw.exited;
  }
  const { stop } = await startHttp(echoCommand(['--audit', file]));
  await stop();
  expect(faultsOf(file)).toEqual([]);
});

it('a second process is refused the file, with exit code 2', async () => {
  const file = join(folder(), 'audit.jsonl');
  const first = start(echoCommand(['--audit', file]));
  first.send(toolCall(1, 'echo', { text: 'hi' }));
  await first.answer(1);
  const second = start(echoCommand(['--audit', file]));
  expect(await second.exited).toEqual({ code: 2, signal: null });
  expect(second.stderr()).toMatch(
    new RegExp(`^ashlar-echo: --audit: .* is written by the process ${first.process.pid};`),
  );
});

it('a process that ends itself has written its last line', () => {
  const file = join(folder(), 'audit.jsonl');
  const script = `
    const { FileSink } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/audit/file/file-sink.ts'))});
    const event = (name) => '"name":"' + name + '"';
    const log = { info() {}, warn() {}, error() {} };
    const sink = new FileSink({ path: process.argv[1], maxBytes: 1e6, fsync: 'second', full: 'refuse', log, event });
    sink.append(event('last'), new Date());
    process.exit(3);`;
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', script, file]).status).toBe(3);
  expect(linesIn(file)).toMatchObject([{ seq: 1, name: 'last' }]);
});

it('a server that cannot listen has ended its audit in good order', async () => {
  const file = join(folder(), 'audit.jsonl');
  const { url, stop } = await startHttp(echoCommand());
  const second = start(echoCommand(['--audit', file, '--http', new URL(url).host]));
  expect(await second.exited).toEqual({ code: 2, signal: null });
  await stop();
  expect(linesIn(file).map(({ name }) => name)).toEqual(['started', 'stopped']);
  expect(existsSync(`${file}.lock`)).toBe(false);
});
