import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ToolError } from '../../src/errors.ts';
import { errnoOf } from '../../src/files/guard/disk-error.ts';
import { type Swapper, startRelinker, startSwapper } from '../../src/testing/swapper.ts';
import { type Arena, makeArena, textOf } from './arena.ts';

/** How often a guarded way is tried, and how often at most until both sides of the swap were seen. */
const TRIES = { least: 3_000, most: 30_000 };
/** Naive ways leak within a few tries where two threads run at once, later where they share one processor. */
const UNTIL_LEAK = { least: 0, most: 300_000 };

interface Tally {
  served: number;
  refused: number;
  leaked: number;
}

/**
 * Calls `act`, which says whether it leaked, the least number of times and then until `enough`. What is
 * thrown must be a refusal, or a system error: those of the naive ways, and of what is gone by the time it is
 * used.
 */
function tallied(act: () => boolean, tries: typeof TRIES, enough: (tally: Tally) => boolean): Tally {
  const tally: Tally = { served: 0, refused: 0, leaked: 0 };
  for (let n = 0; n < tries.least || (n < tries.most && !enough(tally)); n++) {
    try {
      if (act()) tally.leaked++;
      tally.served++;
    } catch (error) {
      if (!(error instanceof ToolError) && errnoOf(error) === undefined) throw error;
      tally.refused++;
    }
  }
  return tally;
}

function expectLeaks(naive: () => boolean): void {
  const tally = tallied(naive, UNTIL_LEAK, ({ leaked }) => leaked > 0);
  expect(tally.leaked).toBeGreaterThan(0);
}

/** A zero counts only where both sides of the swap were seen. */
function expectNoLeaks(guarded: () => boolean): void {
  const bothSeen = ({ served, refused }: Tally) => served > 0 && refused > 0;
  const tally = tallied(guarded, TRIES, bothSeen);
  expect(bothSeen(tally)).toBe(true);
  expect(tally.leaked).toBe(0);
}

describe.skipIf(process.platform !== 'linux')('while somebody swaps a folder for a link (Linux)', () => {
  let arena: Arena;
  let swapper: Swapper;
  beforeEach(async () => {
    arena = makeArena('linux');
    arena.write('allowed/dir/secret.txt', 'INSIDE');
    swapper = await startSwapper(join(arena.root, 'dir'), arena.outside);
  });
  afterEach(async () => {
    await swapper?.stop();
    arena?.remove();
  });
  const nothingOutside = () => expect(readdirSync(arena.outside)).toEqual(['secret.txt']);

  it('the attack works: a reader that resolves, checks and then opens leaks', () => {
    const naive = () => {
      const real = realpathSync.native(join(arena.root, 'dir/secret.txt'));
      if (!real.startsWith(`${arena.root}/`)) throw new ToolError('forbidden', 'Outside.');
      return readFileSync(real, 'utf8') === 'SECRET';
    };
    expectLeaks(naive);
  });

  it('the attack works: a writer that resolves, checks and then writes puts files outside', () => {
    const stray = join(arena.outside, 'new.txt');
    const naive = () => {
      const folder = realpathSync.native(join(arena.root, 'dir'));
      if (!folder.startsWith(`${arena.root}/`)) throw new ToolError('forbidden', 'Outside.');
      writeFileSync(join(folder, 'new.txt'), '');
      return existsSync(stray);
    };
    expectLeaks(naive);
  });

  it('no hold ever gives what is outside', () => {
    const guard = arena.guard();
    const read = () => {
      const text = textOf(guard.hold('dir/secret.txt'));
      expect(['INSIDE', 'SECRET']).toContain(text);
      return text === 'SECRET';
    };
    expectNoLeaks(read);
  });

  it('no folder is listed that is outside', () => {
    const guard = arena.guard();
    arena.write('outside/other.txt');
    const list = () => {
      const held = guard.hold('dir');
      const names = readdirSync(held.path);
      held.close();
      return names.includes('other.txt');
    };
    expectNoLeaks(list);
    rmSync(join(arena.outside, 'other.txt'));
  });

  it('no slot ever writes outside', () => {
    const guard = arena.guard();
    const stray = join(arena.outside, 'new.txt');
    const write = () => {
      const slot = guard.slot('dir/new.txt');
      writeFileSync(slot.path, 'NEW');
      slot.close();
      return existsSync(stray);
    };
    expectNoLeaks(write);
    nothingOutside();
  });
});

describe.skipIf(process.platform !== 'linux')('while somebody swaps links for others (Linux)', () => {
  let arena: Arena;
  let swapper: Swapper | undefined;
  beforeEach(() => {
    arena = makeArena('linux');
    arena.write('allowed/real/secret.txt', 'INSIDE');
  });
  afterEach(async () => {
    await swapper?.stop();
    arena?.remove();
  });

  it('the attack works: a maker of folders that resolves, checks and then makes leaks', async () => {
    swapper = await startRelinker(join(arena.root, 'dir'), 'real', '../outside');
    let n = 0;
    const naive = () => {
      if (realpathSync.native(join(arena.root, 'dir')) === arena.outside)
        throw new ToolError('forbidden', 'No.');
      mkdirSync(join(arena.root, 'dir', `n${++n}`));
      return existsSync(join(arena.outside, `n${n}`));
    };
    expectLeaks(naive);
  });

  it('no folder is ever made outside', async () => {
    swapper = await startRelinker(join(arena.root, 'dir'), 'real', '../outside');
    const guard = arena.guard();
    let n = 0;
    const make = () => {
      guard.slot(`dir/n${++n}/deep/new.txt`, { makeFolders: true }).close();
      return existsSync(join(arena.outside, `n${n}`));
    };
    expectNoLeaks(make);
    expect(readdirSync(arena.outside)).toEqual(['secret.txt']);
  });

  it('no hold ever gives what is outside, in place of a folder or of a file', async () => {
    const guard = arena.guard();
    swapper = await startRelinker(join(arena.root, 'dir'), 'real', '../outside');
    const below = () => textOf(guard.hold('dir/secret.txt')) === 'SECRET';
    expectNoLeaks(below);
    await swapper.stop();
    arena.write('allowed/file.txt', 'INSIDE');
    swapper = await startSwapper(join(arena.root, 'file.txt'), join(arena.outside, 'secret.txt'));
    const itself = () => textOf(guard.hold('file.txt')) === 'SECRET';
    expectNoLeaks(itself);
  });
});
