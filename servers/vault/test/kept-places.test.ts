import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, databaseFile } from '../src/settings/kept-places.ts';
import { temporaryFolder } from './disk-vault.ts';

describe('where the index is kept', () => {
  it.each([
    ['linux', {}, '/home/u/.cache/ashlar'],
    ['linux', { XDG_CACHE_HOME: '/var/cache/u' }, '/var/cache/u/ashlar'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/u/.cache/ashlar'],
    ['linux', { XDG_CACHE_HOME: '' }, '/home/u/.cache/ashlar'],
    ['darwin', { XDG_CACHE_HOME: '/x' }, '/home/u/Library/Caches/ashlar'],
    ['win32', { LOCALAPPDATA: 'D:\\L' }, 'D:\\L\\ashlar\\Cache'],
  ] as const)('%s with %j: %s', (platform, env, folder) => {
    expect(cacheFolder({ platform, env, home: '/home/u' })).toBe(folder);
  });

  it('is another file for each vault, which does not tell its path', () => {
    const cache = temporaryFolder();
    const file = databaseFile('/notes/a', cache);
    expect(file).toMatch(/[/\\]vault[/\\][0-9a-f]{32}\.db$/);
    expect(databaseFile('/notes/b', cache)).not.toBe(file);
    expect(databaseFile('/notes/a', cache)).toBe(file);
  });

  it('is nowhere when the cache folder is in the vault, or a link leads it there', () => {
    const home = temporaryFolder();
    const elsewhere = temporaryFolder();
    mkdirSync(join(home, 'inside'));
    symlinkSync(join(home, 'inside'), join(elsewhere, 'cache'));
    expect(databaseFile(home, join(home, '.cache', 'ashlar'))).toBeUndefined();
    expect(databaseFile(home, home)).toBeUndefined();
    expect(databaseFile(home, join(elsewhere, 'cache', 'new'))).toBeUndefined();
    expect(databaseFile(home, `${home}-2`)).toBeDefined();
    expect(databaseFile(home, join(elsewhere, '..cache'))).toBeDefined();
  });
});
