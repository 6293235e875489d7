import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FolderReader } from '../src/disk/folder-reader.ts';
import { makeVault, put } from './disk-vault.ts';
import { sourceAt } from './source-at.ts';

function readerOf(vault: string): FolderReader {
  const reader = new FolderReader(sourceAt(vault));
  onTestFinished(() => reader.close());
  return reader;
}

describe('reading notes of a folder in a row', () => {
  it('gives what reading each gives, in folder after folder', () => {
    const reader = readerOf(makeVault({ 'a.md': 'one', 'b/c.md': 'two', 'b/d.md': '\0', 'e.md': 'three' }));
    const texts = ['a.md', 'b/c.md', 'b/d.md', 'b/gone.md', 'nowhere/x.md', 'e.md'].map((path) => {
      const note = reader.read(path);
      return note.kind === 'text' ? [note.text, note.size] : note.kind;
    });
    expect(texts).toEqual([['one', 3], ['two', 3], 'binary', 'unreadable', 'unreadable', ['three', 5]]);
  });

  it('reads nothing through a note that has become a link, not even to one in the vault', () => {
    const outside = makeVault({ 'secret.md': 'secret' });
    const vault = makeVault({ 'b/a.md': 'x', 'b/c.md': 'x', 'b/d.md': 'x' });
    const reader = readerOf(vault);
    expect(reader.read('b/d.md').kind).toBe('text');
    rmSync(join(vault, 'b/a.md'));
    symlinkSync(join(outside, 'secret.md'), join(vault, 'b/a.md'));
    rmSync(join(vault, 'b/c.md'));
    symlinkSync('d.md', join(vault, 'b/c.md'));
    expect(reader.read('b/a.md').kind).toBe('unreadable');
    expect(reader.read('b/c.md').kind).toBe('unreadable');
  });

  it('reads nothing through a folder that has become a link, before or while it is held', () => {
    const outside = makeVault({ 'a.md': 'secret', 'c.md': 'secret' });
    const vault = makeVault({ 'b/a.md': 'x', 'b/c.md': 'x', 'e/a.md': 'x' });
    const reader = readerOf(vault);
    expect(reader.read('b/a.md')).toMatchObject({ text: 'x' });
    renameSync(join(vault, 'b'), join(vault, 'moved'));
    symlinkSync(outside, join(vault, 'b'));
    rmSync(join(vault, 'e'), { recursive: true });
    symlinkSync(outside, join(vault, 'e'));
    // What was taken hold of stays the folder that it was.
    expect(reader.read('b/c.md')).not.toMatchObject({ text: 'secret' });
    symlinkSync('moved', join(vault, 'twin'));
    expect(reader.read('e/a.md').kind).toBe('unreadable');
    expect(reader.read('twin/a.md').kind).toBe('unreadable');
    expect(reader.read('b/c.md').kind).toBe('unreadable');
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe, or read a folder', () => {
    const vault = makeVault({ 'b/a.md': 'x', 'b/dir.md/x.md': 'x' });
    execFileSync('mkfifo', [join(vault, 'b/pipe.md')]);
    const reader = readerOf(vault);
    expect(['b/pipe.md', 'b/dir.md'].map((path) => reader.read(path).kind)).toEqual([
      'unreadable',
      'unreadable',
    ]);
    put(vault, 'b/a.md', 'longer');
    expect(reader.read('b/a.md')).toMatchObject({ text: 'longer' });
  });
});
