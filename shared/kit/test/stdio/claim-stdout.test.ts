import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log/log.ts';
import { claimStdout } from '../../src/stdio/claim-stdout.ts';
import { misbehavingCommand } from '../fixture/programs.ts';
import { seen, start, toolCall } from '../fixture/raw.ts';

describe('a program that serves', () => {
  it.each([[[]], [['--http', '127.0.0.1:0']]])(
    'writes to stdout nothing but the protocol, whoever tries: %j',
    async (args) => {
      const server = start(misbehavingCommand(args));
      if (args.length === 0) {
        server.send(toolCall(1, 'write_to_stdout'));
        expect(await server.answer(1)).toMatchObject({ result: { content: [{ text: 'ok' }] } });
        server.process.stdin.end();
      } else {
        await seen(server, 'stderr', '"url"');
        server.process.kill('SIGTERM');
      }
      expect(await server.exited).toEqual({ code: 0, signal: null });
      expect(server.lines.filter((line) => JSON.parse(line).jsonrpc !== '2.0')).toEqual([]);
      expect(server.lines.join()).not.toContain('stray');
      const strays = server
        .stderr()
        .split('\n')
        .filter((line) => line.includes('stray'));
      expect(strays.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual([
        'stray line before anything was asked',
        ...(args.length === 0 ? ['stray line', '{"stray":"bytes"}', 'stray buffer'] : []),
      ]);
    },
  );
});

describe('claimed standard output', () => {
  const { stdout } = process;
  let fake: PassThrough;
  const lines: { text: string }[] = [];
  const log = createLog({
    level: 'debug',
    fields: {},
    pretty: false,
    write: (line) => lines.push(JSON.parse(line)),
  });

  beforeEach(() => {
    fake = new PassThrough();
    lines.length = 0;
    Object.defineProperty(process, 'stdout', { value: fake, configurable: true });
  });
  afterEach(() => void Object.defineProperty(process, 'stdout', { value: stdout, configurable: true }));

  it('is written to by its stream only', async () => {
    const protocol = claimStdout(log);
    await new Promise((done) => protocol.write('{"jsonrpc":"2.0"}\n', done));
    process.stdout.write('stray');
    expect(String(fake.read())).toBe('{"jsonrpc":"2.0"}\n');
  });

  it.each([
    ['a text', 'stray\n'],
    ['a buffer', Buffer.from('stray')],
    ['bytes', new TextEncoder().encode('stray')],
  ])('passes on %s to the log, and calls back', async (_, chunk) => {
    claimStdout(log);
    await new Promise<void>((done) => expect(process.stdout.write(chunk, () => done())).toBe(true));
    await new Promise<void>((done) =>
      expect(process.stdout.write(chunk as string, 'utf8', () => done())).toBe(true),
    );
    expect(lines.map(({ text }) => text)).toEqual(['stray', 'stray']);
  });

  it('ends with standard output itself', async () => {
    const protocol = claimStdout(log);
    const failed = new Promise((resolve) => protocol.once('error', resolve));
    fake.destroy(new Error('write EPIPE'));
    expect(await failed).toMatchObject({ message: 'write EPIPE' });
  });
});
