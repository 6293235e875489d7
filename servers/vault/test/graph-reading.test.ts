import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outgoing } from '../src/graph/edges.ts';
import { Reading, type Waiting } from '../src/graph/reading.ts';
import { sorted } from '../src/graph/sorted.ts';
import { type Survey, survey } from '../src/graph/survey.ts';
import type { VaultFile } from '../src/index/vault-file.ts';
import type { VaultIndex } from '../src/index/vault-index.ts';
import { readLink } from '../src/note/read-link.ts';
import { resolveLink } from '../src/resolve/resolve-link.ts';
import { safePath } from '../src/resolve/safe-path.ts';
import { Suggester } from '../src/resolve/suggest.ts';
import { vault } from './arbitrary.ts';
import { fileOf, indexOf } from './vault.ts';

const nobody: Waiting = { signal: new AbortController().signal, progress: () => undefined };

/** Steps without an end but the one that is told, and how many were taken. */
function endless() {
  const state = { steps: 0, ends: false };
  function* steps(): Generator<number, string> {
    while (!state.ends) yield state.steps++;
    return 'done';
  }
  return { state, steps };
}

function surveyOf(index: VaultIndex): Survey {
  const steps = survey(index);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function pathsWithout(files: readonly VaultFile[], others: readonly (VaultFile | undefined)[]): string[] {
  const left = new Set(others);
  return files
    .filter((file) => !left.has(file))
    .map(({ path }) => path)
    .sort();
}

describe('what takes long to read', () => {
  it('is read once for all who want it, and kept until the index changes', async () => {
    const index = indexOf({ 'a.md': '' });
    const reading = new Reading<number>(index);
    let begun = 0;
    const read = (key = '') =>
      reading.read(
        key,
        function* () {
          for (let at = 0; at < 50_000; at++) yield at;
          return ++begun;
        },
        nobody,
      );
    expect(await Promise.all([read(), read(), read()])).toEqual(Array(3).fill({ value: 1, changed: false }));
    expect((await read()).value).toBe(1);
    index.put(fileOf('a.md', 'other text'));
    expect((await read()).value).toBe(2);
    index.remove('a.md');
    expect((await read()).value).toBe(3);
    expect((await read('another')).value).toBe(4);
  });

  it('lets others have their turn, and is told of', async () => {
    const { state, steps } = endless();
    const told: number[] = [];
    const read = new Reading<string>(indexOf({})).read('', steps, {
      ...nobody,
      progress: (files) => told.push(files),
    });
    while (told.length < 2) await turn();
    state.ends = true;
    expect((await read).value).toBe('done');
    expect(told[1]).toBeGreaterThan(told[0] as number);
  });

  it('is left to the next one by who gives up', async () => {
    const { state, steps } = endless();
    const reading = new Reading<string>(indexOf({}));
    const controller = new AbortController();
    const first = reading.read('', steps, { ...nobody, signal: controller.signal });
    await turn();
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const taken = state.steps;
    expect(taken).toBeGreaterThan(0);
    await turn();
    expect(state.steps).toBe(taken);
    state.ends = true;
    expect(await reading.read('', steps, nobody)).toEqual({ value: 'done', changed: false });
    expect(state.steps).toBe(taken);
  });

  it('says so when the index changed meanwhile, and is not begun again for that', async () => {
    const index = indexOf({});
    const { state, steps } = endless();
    const read = new Reading<string>(index).read('', steps, nobody);
    await turn();
    index.put(fileOf('a.md', ''));
    state.ends = true;
    expect(await read).toEqual({ value: 'done', changed: true });
  });
});

describe('a survey', () => {
  it('sorts as an array does, in small steps', () => {
    const item = fc.record({ key: fc.nat(9), place: fc.nat() });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 3_000, size: 'max' }), (items) => {
        const steps = sorted(items, (a, b) => a.key - b.key);
        let step = steps.next();
        while (!step.done) step = steps.next();
        expect(step.value).toEqual([...items].sort((a, b) => a.key - b.key));
      }),
      { numRuns: 50 },
    );
  });

  it('finds every note that no link can name', () => {
    fc.assert(
      fc.property(
        vault,
        fc.constantFrom('#', '|', ']]', '\n', '[', '\\', ' ', '^', '%', '<'),
        (files, odd) => {
          const index = indexOf({
            ...files,
            [`x${odd}y.md`]: '',
            [`${odd}/z.md`]: '',
            'Twin.md': '',
            'twin.md': '',
          });
          const steps = survey(index);
          let step = steps.next();
          while (!step.done) step = steps.next();
          const naively = [...index.files()].filter(
            (file) =>
              /\.md$/i.test(file.path) &&
              (['wiki', 'markdown'] as const).every(
                (kind) => safePath(index, file, undefined, kind) === undefined,
              ),
          );
          const paths = (all: readonly { path: string }[]) => all.map(({ path }) => path).sort();
          expect(paths(surveyOf(index).unlinkable)).toEqual(paths(naively));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts what a naive reading counts', () => {
    fc.assert(
      fc.property(vault, (files) => {
        const index = indexOf(files);
        const edges = [...index.files()].flatMap((file) => [...outgoing(index, file)]);
        const { links, unresolved, ambiguous, anchorsMissing, ...found } = surveyOf(index);
        const inState = (status: string) => edges.filter(({ to }) => to.status === status).length;
        expect([links, ambiguous, anchorsMissing]).toEqual([
          edges.length,
          inState('ambiguous'),
          inState('anchor_missing'),
        ]);
        const nowhere = edges.filter(({ to }) => to.file === undefined);
        expect(unresolved).toBe(nowhere.length);
        for (const { path, links, files } of found.missing) {
          const those = nowhere.filter(({ link }) => link.path === path);
          expect([links, files]).toEqual([those.length, new Set(those.map(({ from }) => from)).size]);
        }
        expect(found.missing).toHaveLength(new Set(nowhere.map(({ link }) => link.path)).size);
        const others = edges.filter(({ from, to }) => to.file !== undefined && to.file !== from);
        const notes = [...index.files()].filter(({ path }) => /\.md$/i.test(path));
        expect(found.orphans.map(({ path }) => path).sort()).toEqual(
          pathsWithout(
            notes,
            others.map(({ to }) => to.file),
          ),
        );
        expect(found.deadEnds.map(({ path }) => path).sort()).toEqual(
          pathsWithout(
            notes,
            others.map(({ from }) => from),
          ),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('takes steps that do next to nothing, however many links a note has', () => {
    const index = indexOf({ 'a.md': '[[x]] '.repeat(20_000), 'b.md': '[[a]]' });
    expect([...survey(index)].length).toBeGreaterThan(20_000);
  });
});

it('follows many links to one of many headings, and finds what was meant', () => {
  // With all headings read for each link, or compared with each other for each suggestion, this would take minutes.
  const links = Array.from({ length: 5_000 }, (_, at) => `[[heads#hx ${at}]]`).join('\n');
  const headings = Array.from({ length: 20_000 }, (_, at) => `# h ${at}`).join('\n');
  const index = indexOf({ 'anchors.md': links, 'heads.md': headings });
  expect(surveyOf(index).anchorsMissing).toBe(5_000);
  const suggester = new Suggester(index);
  for (let at = 0; at < 100; at++) {
    const read = readLink(`[[heads#h ${at}x]]`);
    if ('flaw' in read) throw new Error(read.flaw);
    const found = resolveLink(index, read.link, 'a.md');
    expect(suggester.suggest(read.text, read.link, 'a.md', found)[0]?.text).toBe(`[[heads#h ${at}]]`);
  }
});
