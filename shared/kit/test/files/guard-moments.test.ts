import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Atlas, type Spot } from '../../src/files/guard/atlas.ts';
import { createDeny } from '../../src/files/guard/deny.ts';
import { HeldThing } from '../../src/files/guard/held.ts';
import { linuxReach } from '../../src/files/guard/linux.ts';
import type { Reach } from '../../src/files/guard/reach.ts';
import { resolve } from '../../src/files/guard/resolve.ts';
import { type Arena, makeArena, refusalOf, rootAt, textOf } from './arena.ts';

interface Moment {
  /** A name that is taken hold of on the way, step by step; with `direct`, by its whole path at once. */
  name: string;
  direct?: boolean;
  when?: 'before' | 'after';
}

/** Does something once, right before or after the reach takes hold of a name. */
function meddling({ name, direct = false, when = 'after' }: Moment, act: () => void): Reach {
  let done = false;
  const meddle = (path: string, now: Moment['when']) => {
    const isStep = path.startsWith('/proc/self/fd/');
    if (done || now !== when || isStep === direct || !path.endsWith(`/${name}`)) return;
    done = true;
    act();
  };
  return {
    ...linuxReach,
    take(path) {
      meddle(path, 'before');
      const grip = linuxReach.take(path);
      meddle(path, 'after');
      return grip;
    },
  };
}

/** The same races as in guard-race.test.ts, each at its one worst moment, so that luck plays no part. */
describe.skipIf(process.platform !== 'linux')('at the worst moment (Linux)', () => {
  let arena: Arena;
  const inRoot = (path: string) => join(arena.root, path);
  const take = (path: string, reach: Reach, makeFolders = false) => {
    const atlas = new Atlas([rootAt(arena.root)], 'linux', false);
    const found = resolve(atlas.named(path) as Spot, path, makeFolders, {
      atlas,
      reach,
      denied: createDeny(),
    });
    return new HeldThing(found);
  };
  const moveOut = () => renameSync(inRoot('sub'), join(arena.outside, 'sub'));
  const descriptors = () => readdirSync('/proc/self/fd').length;
  let descriptorsBefore = 0;
  beforeEach(() => {
    arena = makeArena('linux');
    arena.write('allowed/sub/secret.txt', 'INSIDE');
    symlinkSync('.', inRoot('via'));
    descriptorsBefore = descriptors();
  });
  afterEach(() => {
    arena.remove();
    expect(descriptors()).toBe(descriptorsBefore);
  });

  it('a folder becomes a link just before it is gone through', () => {
    const swap = () => {
      renameSync(inRoot('sub'), inRoot('aside'));
      symlinkSync(arena.outside, inRoot('sub'));
    };
    for (const direct of [true, false]) {
      const path = direct ? 'sub/secret.txt' : 'via/sub/secret.txt';
      const reach = meddling({ name: direct ? 'secret.txt' : 'sub', direct, when: 'before' }, swap);
      expect(refusalOf(() => take(path, reach)).message).toContain('is outside the folders');
      rmSync(inRoot('sub'));
      renameSync(inRoot('aside'), inRoot('sub'));
    }
  });

  it('a file becomes a link just after it was taken', () => {
    const swap = () => {
      renameSync(inRoot('sub/secret.txt'), inRoot('sub/aside'));
      symlinkSync(join(arena.outside, 'secret.txt'), inRoot('sub/secret.txt'));
    };
    const held = take('via/sub/secret.txt', meddling({ name: 'secret.txt' }, swap));
    expect(held.relative).toBe('sub/aside');
    expect(textOf(held)).toBe('INSIDE');
  });

  it('a folder is moved out of the root while it is held', () => {
    for (const direct of [true, false]) {
      const reach = meddling({ name: 'sub', direct }, moveOut);
      const { code } = refusalOf(() => take(direct ? 'sub' : 'via/sub', reach));
      expect(code).toBe(direct ? 'not_found' : 'forbidden');
      renameSync(join(arena.outside, 'sub'), inRoot('sub'));
    }
  });

  it('a folder is moved out of the root just before something is made, or looked for, in it', () => {
    arena.write('allowed/sub/caf\u00E9');
    for (const name of ['new', 'cafe\u0301']) {
      const reach = meddling({ name, when: 'before' }, moveOut);
      const { message } = refusalOf(() => take(`via/sub/${name}`, reach, true));
      expect(message).toContain('is outside the folders');
      expect(readdirSync(join(arena.outside, 'sub')).sort()).toEqual(['caf\u00E9', 'secret.txt']);
      renameSync(join(arena.outside, 'sub'), inRoot('sub'));
    }
  });

  it('what was taken is deleted', () => {
    const remove = () => rmSync(inRoot('sub/secret.txt'));
    for (const direct of [true, false]) {
      const reach = meddling({ name: 'secret.txt', direct }, remove);
      expect(refusalOf(() => take('via/sub/secret.txt', reach)).code).toBe('not_found');
      arena.write('allowed/sub/secret.txt', 'INSIDE');
    }
    arena.write('allowed/sub/odd (deleted)', 'STILL THERE');
    expect(textOf(take('via/sub/odd (deleted)', linuxReach))).toBe('STILL THERE');
  });

  it('a link is exchanged for a folder before its text is read', () => {
    symlinkSync('../outside', inRoot('turning'));
    const exchange = () => {
      rmSync(inRoot('turning'));
      mkdirSync(inRoot('turning'));
    };
    const held = take('turning', meddling({ name: 'turning' }, exchange));
    expect(held.relative).toBe('turning');
    held.close();
  });

  it('what was taken gets a protected name', () => {
    const rename = () => renameSync(inRoot('sub/secret.txt'), inRoot('sub/.env'));
    const { message } = refusalOf(() => take('via/sub/secret.txt', meddling({ name: 'secret.txt' }, rename)));
    expect(message).toContain('is protected');
  });
});
