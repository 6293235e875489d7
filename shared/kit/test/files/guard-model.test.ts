import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ToolError } from '../../src/errors.ts';
import type { Guard } from '../../src/files/guard/guard.ts';
import { type Arena, makeArena, WAYS } from './arena.ts';

/** Texts of links: inside, outside, nowhere, round in circles, through each other. `%` is the root. */
const TEXTS = ['a', 'b', './c', 'a/b', '../a', '../b/c', '..', '../..', 'a/..', 'a/../b', 'b/../../c'];
TEXTS.push('%', '%/a', '%/b/../c', '%/../outside', '../outside', '../../outside', '../../outside/secret.txt');
TEXTS.push('../allowed/a', '%_evil', '/', '/proc/self/cwd', '../outside/gone', 'gone', './/a//b');

const name = fc.constantFrom('a', 'b', 'c');
const place = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
const thing = fc.record({
  place,
  kind: fc.constantFrom('file', 'folder', 'link', 'link', 'link'),
  text: fc.constantFrom(...TEXTS),
});
type Thing = { place: string; kind: string; text: string };
const step = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('..', '.', '') },
);
const asked = fc.oneof(
  fc.array(step, { maxLength: 5 }).map((steps) => ['.', ...steps].join('/')),
  fc.constantFrom('a/secret.txt', 'b/c/secret.txt', 'c/gone/x', '../outside/secret.txt', '../allowed_evil'),
);

const QUIETLY = { throwIfNoEntry: false } as const;

describe.each(WAYS)('in any tree, $way', ({ platform, skipped }) => {
  let arena: Arena;
  let guard: Guard;
  beforeEach(({ skip }) => {
    if (skipped) skip(skipped);
    arena = makeArena(platform);
    guard = arena.guard();
  });
  afterEach(() => arena?.remove());

  it('a held thing is what the system finds, as long as that is inside; nothing else is told', () => {
    fc.assert(
      fc.property(
        fc.array(thing, { maxLength: 8 }),
        fc.array(asked, { minLength: 1, maxLength: 6 }),
        (things, paths) => {
          plant(things, arena.root);
          for (const path of paths) compare(path, guard, arena);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('a slot is a name in a folder inside the root', () => {
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 8 }), asked, fc.boolean(), (things, path, makeFolders) => {
        plant(things, arena.root);
        const said = refusedWith(() => {
          const slot = guard.slot(path, { makeFolders });
          const folder = realpathSync.native(slot.folder.path);
          slot.close();
          expect(join(folder, slot.name)).toBe(join(arena.root, slot.relative));
        });
        expectNothingTold(said, path, arena);
        expect(readdirSync(arena.base).sort()).toEqual(['allowed', 'allowed_evil', 'outside']);
        expect(readdirSync(arena.outside)).toEqual(['secret.txt']);
      }),
      { numRuns: 150 },
    );
  });
});

/** Makes the things in an emptied root; where an earlier one stands in the way, a thing is left out. */
function plant(things: readonly Thing[], root: string): void {
  for (const entry of readdirSync(root)) rmSync(join(root, entry), { recursive: true, force: true });
  for (const planted of things) {
    const path = join(root, planted.place);
    if (!makeWay(root, planted.place.split('/').slice(0, -1)) || lstatSync(path, QUIETLY)) continue;
    if (planted.kind === 'file') writeFileSync(path, planted.place);
    else if (planted.kind === 'folder') mkdirSync(path);
    else symlinkSync(planted.text.replace('%', root), path);
  }
}

/** Makes folders one by one, through no link. */
function makeWay(root: string, names: readonly string[]): boolean {
  let folder = root;
  for (const name of names) {
    folder = join(folder, name);
    const stat = lstatSync(folder, QUIETLY);
    if (stat === undefined) mkdirSync(folder);
    else if (!stat.isDirectory()) return false;
  }
  return true;
}

function compare(path: string, guard: Guard, arena: Arena): void {
  // A slash behind a file is forgiven here, and nowhere on POSIX.
  const truth = whereItReallyIs(resolve(arena.root, path));
  let got: string | undefined;
  const said = refusedWith(() => {
    const held = guard.hold(path);
    got = held.relative;
    if (held.stat.isFile()) {
      const fd = held.open(constants.O_RDONLY);
      expect(readFileSync(fd, 'utf8')).not.toBe('SECRET');
      closeSync(fd);
    }
    held.close();
  });
  const isInside = truth === arena.root || truth?.startsWith(`${arena.root}/`);
  if (truth === undefined) expect(said).toBeDefined();
  else if (isInside) expect([said?.message, got]).toEqual([undefined, relative(arena.root, truth)]);
  else expect(said?.code).toBe('forbidden');
  expectNothingTold(said, path, arena);
}

function whereItReallyIs(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function refusedWith(act: () => void): ToolError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
}

function expectNothingTold(said: ToolError | undefined, path: string, { base }: Arena): void {
  const words = `${said?.message} ${said?.hint}`.replace(`"${path}"`, '');
  expect(words).not.toContain(base);
  expect(words).not.toContain('SECRET');
}
