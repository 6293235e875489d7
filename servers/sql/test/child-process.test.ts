import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { OPEN } from '../src/policy/policy.ts';
import { Child } from '../src/process/child-process.ts';
import { encodeFrame } from '../src/process/frames.ts';
import { IncomingFrame } from '../src/process/incoming-frame.ts';
import { ask, testEngine, testFile, testFolder } from './sqlite-file.ts';

const ORDER = { kind: 'explain', sql: 'SELECT 1', params: [] } as const;
const HEADER = "import { readSync, writeSync } from 'node:fs'; const order = Buffer.alloc(9_999);";
const WAIT = 'setInterval(() => {}, 1_000);';

/** A child that runs a program of the test's. */
function childOf(script: string): Child {
  const path = join(testFolder(), 'program.mjs');
  writeFileSync(path, `${HEADER}\n${script}`);
  const options = { program: pathToFileURL(path), path: 'none', memory: 5e8, policy: OPEN };
  const child = new Child(options, () => {});
  onTestFinished(() => child.close());
  return child;
}

const asked = (child: Child, timeoutMs = 15_000) =>
  child.ask<'explain'>(ORDER, { caps: { ...DEFAULT_CAPS, timeoutMs } });

const bytes = (frame: Buffer) => `Buffer.from('${frame.toString('base64')}', 'base64')`;
const ANSWER = encodeFrame({ head: '{"result":{"lines":["the plan"]}}', body: '' });
const LONG = Buffer.from('ffffffffffffffff', 'hex');

it('takes an answer of one that answers', async () => {
  const child = childOf(`readSync(3, order); writeSync(3, ${bytes(ANSWER)}); ${WAIT}`);
  expect(await asked(child)).toEqual({ lines: ['the plan'] });
  expect(child.alive).toBe(true);
});

it.each([
  ['a head that is no JSON', encodeFrame({ head: '{"result":', body: '' })],
  ['a head that is no reply', encodeFrame({ head: '{}', body: '' })],
  ['a head that is no object', encodeFrame({ head: '7', body: 'x' })],
  ['a length that nothing has', LONG],
  ['two answers at once', Buffer.concat([ANSWER, ANSWER])],
  ['an answer and more', Buffer.concat([ANSWER, Buffer.from('x')])],
])('believes no child that writes %s, and ends it', async (_, frame) => {
  const child = childOf(`readSync(3, order); writeSync(3, ${bytes(frame)}); ${WAIT}`);
  await expect(asked(child)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('failed'),
  });
  expect(child.alive).toBe(false);
});

it('gives nobody an answer that came before it was asked for', async () => {
  const child = childOf(`writeSync(3, ${bytes(ANSWER)}); ${WAIT}`);
  await expect.poll(() => child.alive, { timeout: 10_000 }).toBe(false);
  await expect(asked(child)).rejects.toMatchObject({ code: 'unavailable' });
});

it('ends one that has answered half when its time is over', async () => {
  const half = ANSWER.subarray(0, ANSWER.length - 5);
  const child = childOf(`readSync(3, order); writeSync(3, ${bytes(half)}); for (;;);`);
  await expect(asked(child, 1_500)).rejects.toMatchObject({ code: 'timeout' });
  expect(child.alive).toBe(false);
});

it('tells whoever asks one that has ended', async () => {
  const child = childOf('process.exit(0);');
  await expect(asked(child)).rejects.toMatchObject({ code: 'limited' });
  await expect(asked(child)).rejects.toMatchObject({ code: 'limited' });
});

it('puts a frame together however it is cut, and takes the next one after it', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(text, text, fc.array(fc.integer({ min: 1, max: 30 })), (head, body, sizes) => {
      const incoming = new IncomingFrame(1_000);
      for (let turn = 0; turn < 2; turn++) {
        let rest = encodeFrame({ head, body });
        let frame: unknown;
        for (const size of [...sizes, rest.length]) {
          if (rest.length === 0) break;
          expect(frame).toBeUndefined();
          frame = incoming.add(rest.subarray(0, size));
          rest = rest.subarray(size);
        }
        expect(frame).toEqual({ head, body });
      }
    }),
  );
});

it('carries orders and answers that are longer than any pipe', async () => {
  const engine = await testEngine(testFile());
  const text = 'ä€𝄞'.repeat(400_000);
  const caps = { cell: 5_000_000, bytes: 20_000_000 };
  expect((await ask(engine, 'SELECT ?, length(?1)', [text], caps)).rows).toEqual([[text, 1_200_000]]);
});

it('brings nothing that a child prints to the output of the server', async () => {
  const program = join(testFolder(), 'program.mjs');
  const print = "console.log('printed'); console.error('printed'); process.stdout.write('printed\\n');";
  writeFileSync(program, `${HEADER} ${print} readSync(3, order); writeSync(3, ${bytes(ANSWER)}); ${WAIT}`);
  const source = (path: string) => JSON.stringify(new URL(`../src/${path}`, import.meta.url).href);
  const script = `import { OPEN } from ${source('policy/policy.ts')};
    import { Child } from ${source('process/child-process.ts')};
    const program = new URL(${JSON.stringify(pathToFileURL(program).href)});
    const child = new Child({ program, path: 'none', memory: 5e8, policy: OPEN }, () => {});
    const caps = { rows: 1, bytes: 1000, cell: 9, timeoutMs: 20_000 };
    console.log(JSON.stringify(await child.ask(${JSON.stringify(ORDER)}, { caps })));
    await child.close();`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', script]);
  onTestFinished(() => void server.kill('SIGKILL'));
  let written = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (written += text));
  await once(server, 'close');
  expect(written).toBe('{"lines":["the plan"]}\n');
});

it('does not keep a process that has nothing else to do', async () => {
  const source = (path: string) => JSON.stringify(new URL(`../src/${path}`, import.meta.url).href);
  const script = `import { openSqlite } from ${source('sqlite/sqlite-engine.ts')};
    const engine = await openSqlite(process.argv[1]);
    const caps = { rows: 1, bytes: 1000, cell: 9, timeoutMs: 60_000 };
    console.log((await engine.run({ sql: 'SELECT 7' }, { caps })).rowsText);`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', script, testFile()]);
  onTestFinished(() => void server.kill('SIGKILL'));
  const [said] = await once(server.stdout, 'data');
  expect(String(said)).toBe('[[7]]\n');
  const [code] = await once(server, 'close');
  expect(code).toBe(0);
});
