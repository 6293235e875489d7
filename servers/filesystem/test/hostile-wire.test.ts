import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Bin, memoryOf, startBin } from './bin.ts';

const onLinux = process.platform === 'linux';

/** Bytes that one answer may take on the wire. */
const SMALL = 20_000;
/**
 * MB that heavy calls may add to the memory of the server: what its threads take before they collect garbage, which
 * differs from run to run (10 to 60). Holding what is asked for would take 300 and more.
 */
const GROWTH = 100;
/** Milliseconds that a test may take on a slow machine; none waits for time to pass. */
const PATIENCE = 60_000;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ashlar-hostile-'));
  const put = (name: string, content: string) => writeFileSync(join(root, name), content);
  put('small.txt', 'small\n');
  put('nothing', '');
  truncateSync(join(root, 'nothing'), 3 * 1024 ** 3);
  put('text.txt', 'a line of text\n'.repeat(8_000));
  truncateSync(join(root, 'text.txt'), 3 * 1024 ** 3);
  put('line.txt', 'x'.repeat(100_000));
  truncateSync(join(root, 'line.txt'), 300 * 1024 ** 2);
  put('same.txt', `${'a'.repeat(2_000)}\n`.repeat(500));
  mkdirSync(join(root, 'many'));
  for (let i = 0; i < 100_000; i++) put(`many/${i}`, '');
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** `slow`: takes so long that what was asked for after it must be answered before it. */
type Call = [tool: string, input: object, words: string, slow?: 'slow'];

const search = (query: string, more: object = {}): object => ({ query, regex: true, ...more });
const nested = (depth: number) => `${'('.repeat(depth)}a|b${')*'.repeat(depth)}!`;

const EDITS = [{ old: 'a line', new: 'x' }];
const OF_NOTHING: Call[] = [
  ['read', { path: 'nothing' }, '[binary file · 3.2 GB · version ~'],
  ['search', { query: 'x', path: 'nothing' }, 'skipped: 1 not text'],
  ['edit', { path: 'nothing', edits: EDITS }, 'limited: "nothing" has 3221225472 bytes'],
  ['write', { path: 'nothing', content: 'x', mode: 'append' }, 'limited: "nothing" has 3221225472 bytes'],
];
const OF_TEXT: Call[] = [
  [
    'read',
    { path: 'text.txt', offset: 9_000_000 },
    'The file has 8001 lines, so there is no line 9000000.',
    'slow',
  ],
  ['read', { path: 'text.txt', offset: -2, limit: 1 }, '[line -2 from the end · more with offset -1', 'slow'],
];
const OF_A_LINE: Call[] = [
  ['read', { path: 'line.txt' }, '[line 1 of 1 · cut after 15000 characters · version'],
  ['read', { path: 'line.txt', offset: -1 }, 'cut after'],
  ['search', search('x+y$', { path: 'line.txt' }), '[0 lines in 0 of 1 file]', 'slow'],
  ['search', search('^x', { path: 'line.txt' }), 'line.txt:1: xxx'],
];
const OF_MANY: Call[] = [
  ['list', { path: 'many' }, 'of 100000 entries · more with cursor many/', 'slow'],
  ['list', { glob: 'many/*9' }, 'of 10000 entries · more with cursor many/'],
  ['list', {}, 'many/  1000+ entries'],
  ['search', { query: 'x', path: 'many' }, '[0 lines in 0 of 100000 files]', 'slow'],
  ['search', search('x+y', { path: 'many' }), '[0 lines in 0 of 100000 files]', 'slow'],
  ['search', search('^.*$', { path: 'many', glob: '*1*' }), '[0 lines in 0 of', 'slow'],
  ['delete', { path: 'many' }, 'invalid_input: "many" is a folder that is not empty.'],
];
const OF_GLOBS: Call[] = [
  ['list', { glob: `${'**/'.repeat(200)}${'*'.repeat(300)}z` }, '[0 entries]'],
  ['list', { glob: `${'*a'.repeat(400)}` }, '[0 entries]'],
  ['list', { glob: '{a,b}'.repeat(150) }, 'invalid_input: The glob has more than 64 alternatives.'],
  ['list', { glob: 'a'.repeat(2_000) }, 'invalid_input: '],
  ['search', { query: 'x', glob: '[!a-z]*'.repeat(140) }, '[0 lines in 0 of 0 files]'],
];
const OF_EXPRESSIONS: Call[] = [
  ['search', search('(a+a+)+b', { path: 'same.txt' }), '[0 lines in 0 of 1 file]'],
  ['search', search(nested(330), { path: 'same.txt' }), '[0 lines in 0 of 1 file]'],
  ['search', search('(.*){500}b', { path: 'same.txt' }), '[0 lines in 0 of 1 file]'],
  [
    'search',
    search('((a{1,100}){1,100}){1,100}b'),
    'invalid_input: The regular expression is not valid: invalid',
  ],
  ['search', search('(a|a)*'.repeat(20), { path: 'same.txt', mode: 'count' }), 'same.txt: 500', 'slow'],
];
const TWENTY = Array.from(
  { length: 20 },
  (): Call => ['search', search('(a|a)*'.repeat(6), { path: 'same.txt', mode: 'count' }), ''],
);

/** A server that has its threads, and what it needs for its first answers, in memory already. */
async function warm(): Promise<Bin> {
  const bin = startBin(root);
  const one = { query: 's.*l', regex: true, path: 'small.txt' };
  await Promise.all([bin.call('search', one), bin.call('search', one)]);
  for (let i = 0; i < 200; i++) await bin.call('read', { path: 'small.txt' });
  return bin;
}

/** Makes heavy calls, then small ones, each when the one before is answered; gives the answers to both. */
async function underLoad(bin: Bin, calls: readonly Call[]): Promise<{ heavy: Answer[]; small: Answer[] }> {
  const heavy = calls.map(([tool, input]) => bin.call(tool, input));
  const small: Answer[] = [];
  for (let i = 0; i < 5; i++) small.push(await bin.call('read', { path: 'small.txt' }));
  return { heavy: await Promise.all(heavy), small };
}

/**
 * Every answer is the one that is expected, and small; nothing of all that stays in memory; and nobody who asked
 * for little has waited for what is slow. Gives the answers to the heavy calls.
 */
async function expectEase(bin: Bin, calls: readonly Call[]): Promise<Answer[]> {
  const before = onLinux ? memoryOf(bin, 'VmRSS') : 0;
  const { heavy, small } = await underLoad(bin, calls);
  for (const { text } of small) expect(text).toContain('small');
  const lastSmall = Math.max(...small.map(({ place }) => place));
  for (const [index, { text, json, place }] of heavy.entries()) {
    const [, , words = '', slow] = calls[index] ?? [];
    // Their end says it all, and a failure stays legible.
    expect(text.slice(-500)).toContain(words);
    expect(json.length).toBeLessThan(SMALL);
    if (slow) expect(place).toBeGreaterThan(lastSmall);
  }
  if (onLinux) expect(memoryOf(bin, 'VmHWM') - before).toBeLessThan(GROWTH);
  return heavy;
}

describe('what is heavy', () => {
  it.each<[what: string, calls: Call[]]>([
    ['3 GB of nothing', OF_NOTHING],
    ['3 GB of text', OF_TEXT],
    ['a line of 300 MB', OF_A_LINE],
    ['a folder of 100,000 entries', OF_MANY],
    ['globs that make others backtrack', OF_GLOBS],
    ['regular expressions that make others backtrack', OF_EXPRESSIONS],
  ])(
    'has small answers, takes little memory, and lets others be answered: %s',
    async (_what, calls) => void (await expectEase(await warm(), calls)),
    PATIENCE,
  );

  it(
    'is refused at once, with when to come back, where too much of it waits already',
    async () => {
      const bin = await warm();
      const answers = await expectEase(bin, TWENTY);
      const refused = answers.filter(({ text }) =>
        text.startsWith('limited: Too many listings and searches'),
      );
      expect(refused).toHaveLength(10);
      expect(refused[0]?.json).toContain('"retryAfterMs":1000');
      const { text } = await bin.call('search', { query: 'small', path: 'small.txt' });
      expect(text).toContain('small.txt:1: small');
    },
    PATIENCE,
  );
});

describe('a message of 50 MB', () => {
  it(
    'is refused, and the session goes on',
    async () => {
      const bin = startBin(root);
      for (let i = 0; i < 50; i++) bin.raw.process.stdin.write('x'.repeat(1024 ** 2));
      bin.raw.send('');
      expect(await bin.raw.answer(null)).toMatchObject({ error: { code: -32_600 } });
      expect((await bin.call('read', { path: 'small.txt' })).text).toContain('small');
    },
    PATIENCE,
  );
});
