import { spawnSync } from 'node:child_process';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { HANDSHAKE, modernRequest, type RawServer } from '../src/testing/index.ts';
import { echoCommand, misbehavingCommand } from './fixture/programs.ts';
import { toolCall as call, seen, start } from './fixture/raw.ts';

async function outcomeOf(server: RawServer) {
  server.process.stdin.end();
  return { ...(await server.exited), lines: server.lines, stderr: server.stderr() };
}

describe('what is asked for is all that stdout gets', () => {
  it('--help', async () => {
    const { code, lines, stderr } = await outcomeOf(start(echoCommand(['--help', '--no-such-flag'])));
    expect([code, stderr]).toEqual([0, '']);
    expect(lines[0]).toBe('ashlar-echo 0.0.0: Gives back what it is given.');
    expect(lines.join('\n')).toContain('--log-level');
  });

  it('--version', async () => {
    expect(await outcomeOf(start(echoCommand(['--version'])))).toEqual({
      code: 0,
      signal: null,
      lines: ['0.0.0'],
      stderr: '',
    });
  });
});

describe('a wrong option', () => {
  it.each([
    [['--no-such'], /^ashlar-echo: Unknown option --no-such\. See --help\.$/],
    [['--log-level=loud'], /^ashlar-echo: --log-level: must be one of debug/],
    [['--tools=ehco'], /^ashlar-echo: --tools: there is no tool "ehco"; there are echo, count/],
    [
      ['--tools=remember', '--read-only'],
      /^ashlar-echo: --tools: no tool is left where nothing may be changed\.$/,
    ],
    [['--state=somewhere'], /^ashlar-echo: --state: must be a URL such as redis:\/\/127\.0\.0\.1:6379\.$/],
    [
      ['--auth-issuer=me'],
      /^ashlar-echo: --auth-issuer: must be a URL that begins with https:\/\/ \(or http:\/\/\)\.$/,
    ],
    [['--http=0.0.0.0:0'], /^ashlar-echo: --http: 0\.0\.0\.0 is reachable from outside this machine/],
  ])('%j: one sentence on stderr, nothing on stdout, exit code 2', async (args, message) => {
    const { code, lines, stderr } = await outcomeOf(start(echoCommand(args)));
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)]);
    expect([code, lines]).toEqual([2, []]);
  });

  it('in the environment is named with its variable', async () => {
    const { code, stderr } = await outcomeOf(start(echoCommand([], { ASHLAR_READ_ONLY: 'perhaps' })));
    expect([code, stderr]).toEqual([
      2,
      'ashlar-echo: --read-only (ASHLAR_READ_ONLY): must be true or false.\n',
    ]);
  });
});

const hasTerminal =
  process.platform === 'linux' &&
  /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '');

describe('who starts it to try it out', () => {
  it.skipIf(!hasTerminal)('is told at a terminal what it waits for (needs script)', async () => {
    const { command, args, env } = echoCommand();
    const line = [command, ...(args ?? [])].map((word) => `'${word}'`).join(' ');
    const terminal = start({
      command: 'script',
      args: ['-qec', line, '/dev/null'],
      env: { ...env, TERM: 'dumb', SHELL: '/bin/sh' },
    });
    await seen(terminal, 'stdout', 'tokenEstimate');
    expect(terminal.lines.join('\n')).toContain('waiting for an MCP host on standard input');
  });

  it('is told nothing of it where a host has started it', async () => {
    const { stderr } = await outcomeOf(start(echoCommand()));
    expect(stderr).not.toContain('waiting for');
  });
});

describe('stdout', () => {
  it('gets all of a large answer, also when stdin ends before it was read', async () => {
    const server = start(misbehavingCommand());
    server.process.stdout.pause();
    server.send(call(1, 'return_mebibytes', { ms: 6 }));
    server.process.stdin.end();
    setTimeout(() => server.process.stdout.resume(), 300);
    const { result } = (await server.answer(1)) as { result: { content: [{ text: string }] } };
    expect(result.content[0].text).toHaveLength(6 * 1024 * 1024);
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });
});

it('a warning of Node is a line of the log like any other', async () => {
  const server = start(misbehavingCommand());
  server.send(call(1, 'make_node_warn'));
  await server.answer(1);
  const { stderr } = await outcomeOf(server);
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      message: 'node warns',
      error: expect.objectContaining({ name: 'DeprecationWarning', message: 'old ways' }),
    }),
  );
});

describe('what a tool throws outside of its call', () => {
  it('and nobody catches ends the server with code 1, after what is in flight was answered', async () => {
    const server = start(misbehavingCommand());
    server.send(call(1, 'throw_uncaught'));
    expect(await server.answer(1)).toMatchObject({ result: { content: [{ text: 'ok' }] } });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr()).toContain('outside every call');
  });

  it('as a promise that nobody looks at is logged, and the server goes on', async () => {
    const server = start(misbehavingCommand());
    for (const line of HANDSHAKE) server.send(line);
    server.send(call(1, 'reject_unhandled'));
    await server.answer(1);
    server.send(call(2, 'ignore_signal'));
    expect(await server.answer(2)).toMatchObject({ result: { content: [{ text: 'late' }] } });
    expect(server.lines.join()).not.toContain('/srv/secret/place');
    expect(await outcomeOf(server)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nobody looks at /srv/secret/place'),
    });
  });
});

it('writes no secret of the options to the log', async () => {
  const args = ['--passwords=hunter2hunter2,swordfish', '--opening=throws', '--log-level=debug'];
  const server = start(misbehavingCommand(args));
  for (const id of ['hunter2hunter2', 'swordfish']) {
    server.send(call(id, 'ignore_signal'));
    await server.answer(id);
  }
  const { stderr } = await outcomeOf(server);
  expect(stderr).toContain('[redacted]');
  expect(stderr).not.toMatch(/hunter2|swordfish/);
});

it.each([
  ['redis://:swordfish@host/1', false],
  ['a-file-of-grants', true],
])('writes the place %s to the log: %s', async (place, written) => {
  const server = start(misbehavingCommand([`--revocations=${place}`, '--log-level=debug']));
  server.send(call(place, 'ignore_signal'));
  await server.answer(place);
  const { stderr } = await outcomeOf(server);
  expect(stderr).toContain('"message":"call"');
  expect(stderr.includes(place)).toBe(written);
  expect(stderr).not.toMatch(/swordfish|host\/1/);
});

it.each([[[]], [['--read-only']]])('says at start what its tools cost a model: %j', async (args) => {
  const server = start(echoCommand(args));
  server.send(modernRequest(1, 'tools/list'));
  const { result } = (await server.answer(1)) as { result: { tools: Record<string, unknown>[] } };
  const shown = result.tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema,
  }));
  await seen(server, 'stderr', '"tools"');
  const { stderr } = await outcomeOf(server);
  const line = JSON.parse(stderr.split('\n').find((text) => text.includes('"tools"')) ?? '{}');
  expect(line).toMatchObject({ level: 'info', message: 'tools', tools: shown.length });
  const counted = encode(JSON.stringify(shown)).length;
  expect(Math.abs(line.tokenEstimate - counted) / counted).toBeLessThan(0.3);
});
