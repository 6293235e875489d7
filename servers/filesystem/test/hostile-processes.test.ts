import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { isLeftover } from '@ashlar/kit/files';
import { startRelinker, startSwapper } from '@ashlar/kit/testing';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Bin, startBin } from './bin.ts';
import { makeFolder } from './walk-tree.ts';

const onLinux = process.platform === 'linux';
const PATIENCE = 60_000;

describe('two servers of one folder', () => {
  it(
    'lose no edit of the thirty that they make at once',
    async () => {
      const numbers = Array.from({ length: 30 }, (_, n) => n);
      const root = makeFolder({ 'list.txt': numbers.map((n) => `<${n}>\n`).join('') });
      const bins = [startBin(root), startBin(root)];
      const answers = await Promise.all(
        numbers.map((n) => {
          const edits = [{ old: `<${n}>`, new: `done ${n}` }];
          return (bins[n % 2] as Bin).call('edit', { path: 'list.txt', edits });
        }),
      );
      for (const { text } of answers) expect(text).toContain('1 replacement in list.txt');
      expect(readFileSync(join(root, 'list.txt'), 'utf8')).toBe(numbers.map((n) => `done ${n}\n`).join(''));
      expect(readdirSync(root)).toEqual(['list.txt']);
    },
    PATIENCE,
  );
});

describe('a server that is killed while it writes', () => {
  const SIZE = 7_000_000;
  const OLD = 'o'.repeat(SIZE);
  const NEW = 'n'.repeat(SIZE);

  it(
    'leaves the old file or the new one, and the next server clears away the rest',
    async () => {
      const root = makeFolder({ 'file.txt': OLD, 'note.txt': '' });
      const leftovers = () => readdirSync(root).filter(isLeftover);
      for (let round = 0; leftovers().length === 0 && round < 20; round++) {
        const bin = startBin(root);
        await bin.call('read', { path: 'note.txt' });
        bin.call('write', { path: 'file.txt', content: NEW, mode: 'overwrite' }).catch(() => {}); // no answer comes
        await writing(root, OLD.length);
        await bin.kill();
        expect([OLD, NEW]).toContain(readFileSync(join(root, 'file.txt'), 'utf8'));
        writeFileSync(join(root, 'file.txt'), OLD);
      }
      // Otherwise no kill came in the middle of a write, and this has shown nothing.
      expect(leftovers()).toHaveLength(1);
      const next = startBin(root);
      expect((await next.call('list', {})).text).toContain('[2 entries]');
      for (const name of leftovers()) utimesSync(join(root, name), 1, 1);
      await next.call('write', { path: 'note.txt', content: 'x', mode: 'overwrite' });
      await vi.waitUntil(() => leftovers().length === 0, { timeout: 10_000 });
      const { text } = await next.call('write', { path: 'file.txt', content: NEW, mode: 'overwrite' });
      expect(text).toContain('Overwrote file.txt');
    },
    PATIENCE,
  );

  /** Resolves when something of what is written has reached the disk. */
  async function writing(root: string, size: number): Promise<void> {
    for (;;) {
      if (readdirSync(root).some(isLeftover)) return;
      if (readFileSync(join(root, 'file.txt'), 'utf8').startsWith('n') && size > 0) return;
      await turn();
    }
  }
});

/** Calls until both sides of a swap were seen in the answers, and often enough. */
async function answersTo(
  calls: (label: string) => [tool: string, input: object][],
  bin: Bin,
): Promise<string[]> {
  const answers: string[] = [];
  const seen = (words: string) => answers.some((answer) => answer.includes(words));
  for (let n = 0; answers.length < 500 || (n < 3_000 && !(seen('inside') && seen('is outside'))); n++) {
    const some = calls(`${n}`).map(async ([tool, input]) => (await bin.call(tool, input)).json);
    answers.push(...(await Promise.all(some)));
  }
  expect([seen('inside'), seen('is outside')]).toEqual([true, true]);
  return answers;
}

describe.skipIf(!onLinux)('while somebody exchanges the way to a file (Linux)', () => {
  let outside: string;
  let root: string;
  beforeEach(() => {
    outside = makeFolder({ 'file.txt': 'SECRET\n', 'theirs.txt': 'SECRET\n' });
    root = makeFolder({ 'folder/file.txt': 'inside\n' });
  });
  const nothingReached = (answers: string[]) => {
    expect(answers.filter((answer) => /SECRET|theirs\.txt {2}|modified/.test(answer))).toEqual([]);
    expect(readdirSync(outside).sort()).toEqual(['file.txt', 'theirs.txt']);
    for (const name of readdirSync(outside))
      expect(readFileSync(join(outside, name), 'utf8')).toBe('SECRET\n');
  };

  it(
    'a folder for a link to the outside, nothing is read there',
    async () => {
      const swapper = await startSwapper(join(root, 'folder'), outside);
      onTestFinished(() => swapper.stop());
      const path = 'folder/file.txt';
      const calls = (): [tool: string, input: object][] => [
        ['read', { path }],
        ['read', { path: 'folder/theirs.txt' }],
        ['list', { path: 'folder' }],
        ['list', { path: 'folder/theirs.txt' }],
        ['search', { path, query: 'e' }],
        ['search', { query: 'e' }],
        ['edit', { path, edits: [{ old: 'SECRET', new: 'x' }], dryRun: true }],
      ];
      nothingReached(await answersTo(calls, startBin(root)));
    },
    PATIENCE,
  );

  it(
    'the target of a link, nothing is changed outside',
    async () => {
      const relinker = await startRelinker(join(root, 'link'), 'folder', outside);
      onTestFinished(() => relinker.stop());
      const calls = (label: string): [tool: string, input: object][] => [
        ['write', { path: `link/new-${label}.txt`, content: 'x' }],
        ['write', { path: `link/deep-${label}/new.txt`, content: 'x' }],
        ['write', { path: 'link/file.txt', content: 'inside\n', mode: 'overwrite' }],
        ['edit', { path: 'link/file.txt', edits: [{ old: 'SECRET', new: 'x' }] }],
        ['move', { from: 'link/theirs.txt', to: `taken-${label}.txt`, copy: true }],
        ['move', { from: 'link/theirs.txt', to: `taken-${label}.txt` }],
        ['move', { from: 'folder/file.txt', to: `link/brought-${label}.txt`, copy: true }],
        ['delete', { path: 'link/theirs.txt' }],
        ['read', { path: 'link/file.txt' }],
      ];
      nothingReached(await answersTo(calls, startBin(root)));
    },
    PATIENCE,
  );

  it(
    'plain calls are taken in by it',
    async () => {
      const swapper = await startSwapper(join(root, 'folder'), outside);
      onTestFinished(() => swapper.stop());
      const path = join(root, 'folder/file.txt');
      await vi.waitUntil(() => readQuietly(path) === 'SECRET\n', { interval: 0, timeout: PATIENCE });
    },
    PATIENCE,
  );
});

/** What is there, if it is there at this moment. */
function readQuietly(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
