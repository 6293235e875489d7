import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { perform } from '../scripts/tour/perform.ts';
import { answerLines, callLines } from '../scripts/tour/print.ts';
import { server } from '../servers/filesystem/src/server.ts';
import { connectInProcess } from '../shared/kit/src/testing/in-process.ts';

const TOUR = join(ROOT, 'scripts', 'tour', 'tour.ts');
/** Milliseconds: each server is started, and the machine may be busy. */
const TIME = { timeout: 60_000 };
const COLOURED = '\u001b[';
/** Node runs TypeScript. */
const runsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);
const withTerminal = runsTypeScript && existsSync('/usr/bin/script');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ashlar-touring-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

interface Touring {
  child: ChildProcess;
  /** What it has said, as soon as that is enough, or when it has ended. */
  said(enough?: (text: string) => boolean): Promise<string>;
  ended: Promise<number | null>;
}

/** Copies of samples are made where the environment says that temporary things belong. */
function started(command: string, args: readonly string[], beside: string): Touring {
  // Whether there are colours is the terminal's to say, and not a CI's or that of who runs this.
  const colours = { TERM: 'xterm-256color', CI: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined };
  const env = { ...process.env, ...colours, TMPDIR: beside, TEMP: beside };
  const child = spawn(command, args, { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill());
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let text = '';
  const said = (enough?: (text: string) => boolean) =>
    new Promise<string>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (more: string) => {
          text += more;
          if (enough?.(text)) resolve(text);
        });
      }
      void ended.then(() => resolve(text));
    });
  return { child, said, ended };
}

it.skipIf(!runsTypeScript)(
  'shows every server at work, and leaves nothing behind (Node 22.18)',
  TIME,
  async () => {
    const beside = folder();
    const { said, ended } = started(process.execPath, [TOUR], beside);
    const text = await said();
    expect(await ended, text).toBe(0);
    expect(text).not.toContain(COLOURED);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(200);
    const [, sql = ''] = text.split(/^ashlar-sql .*$|^ashlar-ticketing .*$/m);
    expect(sql.split('\n\n').slice(1, -2)).toEqual([
      expect.stringContaining('"19"" rack"("row" int!, place, product int>product) ~7'),
      expect.stringMatching(/"Cumin",27.*"truncated":"rows","nextCursor":"[\w-]{12}…"/s),
      expect.stringMatching(/cursor: [\w-]{12}….*\["Tea light, 50",25\]/s),
      expect.stringContaining('Reads all of order_line'),
      expect.stringContaining('Did you mean "e mail"'),
      expect.stringContaining('forbidden: sql: would change something'),
      expect.stringContaining('timeout: sql: took longer than 3000 ms'),
      expect.stringContaining('"9223372036854775807"'),
    ]);
    expect(readdirSync(beside).filter((name) => name.startsWith('ashlar-'))).toEqual([]);
  },
);

it.skipIf(!withTerminal)('has colours on a terminal (Node 22.18, script)', TIME, async () => {
  const { child, said } = started(
    '/usr/bin/script',
    ['-qec', `"${process.execPath}" "${TOUR}"`, '/dev/null'],
    folder(),
  );
  const text = await said((text) => text.includes('Where is cumin mentioned?'));
  child.kill();
  expect(text).toContain(`${COLOURED}36mWhat is there?`);
});

it.skipIf(!runsTypeScript || process.platform === 'win32').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'ends on %s in the middle of a question, and leaves nothing behind (Node 22.18, POSIX)',
  TIME,
  async (signal, code) => {
    const beside = folder();
    const { child, said, ended } = started(process.execPath, [TOUR], beside);
    const text = await said((text) => /A question without end.*\n.*\n/.test(text));
    child.kill(signal);
    expect(await ended, text).toBe(code);
    expect(readdirSync(beside).filter((name) => name.startsWith('ashlar-'))).toEqual([]);
  },
);

it('stops where a server does other than the tour says', async () => {
  const client = await connectInProcess(server, { args: [folder()] });
  onTestFinished(() => client.close());
  const step = (tool: string, input: object, refused?: true) =>
    perform(
      client,
      { say: '', tool, input: { ...input }, ...(refused && { refused }) },
      { content: [] },
      new AbortController().signal,
    );
  await expect(step('list', {}, true)).rejects.toThrow('list succeeded unexpectedly');
  await expect(step('read', { path: '../x' })).rejects.toThrow('read failed unexpectedly: ');
});

it('writes long calls and answers in lines of 100 columns, with handles cut', () => {
  expect(callLines('query', { sql: 'SELECT\n1', maxRows: 2 })).toEqual([
    '  query  sql: SELECT\\n1  maxRows: 2',
  ]);
  expect(callLines('query', { sql: 'SELECT 1', cursor: 'x'.repeat(200) })).toEqual([
    `  query  sql: SELECT 1  cursor: ${'x'.repeat(12)}…`,
  ]);
  const words = 'lentils and rice '.repeat(20).trim();
  const [head, ...more] = callLines('query', { words, least: 1 });
  expect(head).toBe('  query');
  expect(more.map((line) => line.trim()).join(' ')).toBe(`words: ${words} least: 1`);
  const lines = answerLines(`${words}\n${'rice,'.repeat(50)}`);
  expect(lines.every((line) => line.length <= 100 && line.startsWith('  │ '))).toBe(true);
  expect(answerLines('line\n'.repeat(30).trim()).at(-1)).toBe('  │ … 12 more lines');
});
