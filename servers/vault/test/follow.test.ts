import { beforeEach, describe, expect, it } from 'vitest';
import { Follower, MAX_NOTE } from '../src/index/follow.ts';
import type { Source } from '../src/index/source.ts';
import { VaultIndex } from '../src/index/vault-index.ts';
import { resolve } from './vault.ts';

/** A disk in memory that counts what is read. */
class Disk implements Source {
  readonly files = new Map<string, { text: string | undefined; size: number; modified: number }>();
  taken: string[] = [];
  #time = 0;

  write(path: string, text: string | undefined, size = text?.length ?? 0): void {
    this.files.set(path, { text, size, modified: ++this.#time });
  }

  *list() {
    for (const [path, { size, modified }] of this.files) yield { path, size, modified };
  }

  read(path: string): string | undefined {
    this.taken.push(path);
    return this.files.get(path)?.text;
  }

  stat(path: string) {
    return this.files.get(path);
  }
}

describe('following a vault', () => {
  let disk: Disk;
  let index: VaultIndex;
  let follower: Follower;
  const all = async () => {
    const left: number[] = [];
    for await (const each of follower.follow()) left.push(each);
    const read = disk.taken;
    disk.taken = [];
    return { left, read };
  };

  beforeEach(() => {
    disk = new Disk();
    disk.write('a.md', '[[b#H]]');
    disk.write('b.md', '# H');
    disk.write('c.png', 'bytes');
    disk.write('d.canvas', '{"nodes":[{"text":"[[a]]"}]}');
    index = new VaultIndex();
    follower = new Follower(index, disk);
  });

  it('reads each note once, and nothing else', async () => {
    expect(await all()).toEqual({ left: [3, 2, 1], read: ['a.md', 'b.md', 'd.canvas'] });
    expect(index.size).toBe(4);
    expect(await all()).toEqual({ left: [], read: [] });
  });

  it('knows every name before it has read a note, and says that it has not', async () => {
    await follower.follow().next();
    expect(resolve(index, '[[b]]', 'a.md')).toMatchObject({ status: 'resolved' });
    expect(resolve(index, '[[b#H]]', 'a.md').anchor).toEqual({ kind: 'unread' });
    // Left in the middle, it begins where it was.
    expect((await all()).read).toEqual(['a.md', 'b.md', 'd.canvas']);
    expect(resolve(index, '[[b#H]]', 'a.md').anchor).toEqual({ kind: 'heading', line: 1 });
  });

  it('reads again what has changed, and forgets what is gone', async () => {
    await all();
    disk.write('b.md', '# Other');
    disk.write('e.md', '---\nup: &x "[[b]]"\n---\n');
    disk.files.delete('d.canvas');
    expect((await all()).read).toEqual(['b.md', 'e.md']);
    expect(resolve(index, '[[b#H]]', 'a.md').status).toBe('anchor_missing');
    expect(index.get('e.md')?.facts?.linkCount).toBe(1);
    expect(index.get('d.canvas')).toBe(undefined);
    expect(index.mentioning('a')).toEqual([]);
  });

  it('looks at one file when asked to', async () => {
    await all();
    expect(await follower.refresh('b.md')).toBe(false);
    disk.write('b.md', '# X');
    expect(await follower.refresh('b.md')).toBe(true);
    expect(index.get('b.md')?.facts?.headings).toEqual([{ text: 'X', level: 1, line: 1 }]);
    disk.files.delete('b.md');
    expect(await follower.refresh('b.md')).toBe(true);
    expect(await follower.refresh('b.md')).toBe(false);
    disk.write('new.md', '[[a]]');
    expect(await follower.refresh('new.md')).toBe(true);
    expect(index.mentioning('a').map(({ path }) => path)).toContain('new.md');
  });

  it('links to what it cannot read', async () => {
    disk.write('huge.md', '[[a]]', MAX_NOTE + 1);
    disk.write('binary.md', undefined, 10);
    expect((await all()).read).toEqual(['a.md', 'b.md', 'd.canvas', 'binary.md']);
    expect(resolve(index, '[[huge#H]]', 'a.md')).toMatchObject({
      status: 'resolved',
      anchor: { kind: 'unread' },
    });
    expect(resolve(index, '[[binary]]', 'a.md').status).toBe('resolved');
    expect((await all()).read).toEqual([]);
  });
});
