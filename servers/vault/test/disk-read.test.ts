import fs, { appendFileSync, closeSync, ftruncateSync, openSync, rmSync, symlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NOTE_LIMIT, readNote, readNoteBytes } from '../src/disk/read-note.ts';
import { makeVault, put } from './disk-vault.ts';
import { sourceAt } from './source-at.ts';

const read = (content: Buffer | string) => readNote(sourceAt(makeVault({ 'a.md': content })), 'a.md');

describe('reading a note', () => {
  it('gives its text and the state it was in', () => {
    const note = read('# Größe\r\n');
    expect(note).toMatchObject({ kind: 'text', text: '# Größe\r\n', encoding: 'utf-8', size: 11 });
    expect(note.mtimeMs).toBeGreaterThan(0);
  });

  it('gives a text of every size around the shared buffer whole', () => {
    for (const size of [0, 262_143, 262_144, 262_145, 3_000_000]) {
      const note = read('x'.repeat(size));
      expect(note.kind === 'text' && note.text.length).toBe(size);
    }
  });

  it.each([
    ['utf-8-bom', Buffer.from('\ufeffé')],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('é', 'utf16le')])],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('é', 'utf16le').swap16()])],
  ])('takes a byte order mark for %s and not for text', (encoding, bytes) => {
    expect(read(bytes)).toMatchObject({ kind: 'text', text: 'é', encoding });
  });

  it('reads a text with a few bad bytes as damaged', () => {
    const bytes = Buffer.concat([Buffer.from('a long enough line of text '), Buffer.from([0xe9])]);
    expect(read(bytes)).toMatchObject({ encoding: 'damaged', text: 'a long enough line of text \ufffd' });
  });

  it.each([
    ['a NUL', Buffer.from('PNG\0\0')],
    ['bytes that are no UTF-8', Buffer.from(Array.from({ length: 500 }, (_, at) => 128 + (at % 100)))],
  ])('says binary of %s, whatever the name', (_, bytes) => expect(read(bytes).kind).toBe('binary'));

  it('says too large of a sparse note of 300 MB, without reading it', () => {
    const vault = makeVault({ 'a.md': '' });
    const fd = openSync(join(vault, 'a.md'), 'r+');
    ftruncateSync(fd, 300_000_000);
    closeSync(fd);
    expect(readNote(sourceAt(vault), 'a.md')).toMatchObject({ kind: 'too_large', size: 300_000_000 });
    expect(NOTE_LIMIT).toBeLessThan(300_000_000);
  });

  it('says unreadable of what is gone, hidden, a folder, or a link out of the vault', () => {
    const vault = makeVault({ 'b/a.md': 'x', '.obsidian/app.md': 'secret' });
    symlinkSync('/etc/hostname', join(vault, 'out.md'));
    const source = sourceAt(vault);
    for (const path of ['gone.md', 'b', '.obsidian/app.md', 'out.md', '../x', '/etc/hostname']) {
      expect(readNote(source, path).kind, path).toBe('unreadable');
    }
  });

  it('reads a file anew that is written while it is read', () => {
    const vault = makeVault({ 'a.md': 'old '.repeat(1_000) });
    const { readSync } = fs;
    let writes = 1;
    fs.readSync = ((...args: Parameters<typeof readSync>) => {
      if (writes-- > 0) put(vault, 'a.md', 'new '.repeat(2_000));
      return readSync(...args);
    }) as typeof readSync;
    syncBuiltinESMExports();
    onTestFinished(() => {
      fs.readSync = readSync;
      syncBuiltinESMExports();
    });
    const source = sourceAt(vault);
    expect(readNote(source, 'a.md')).toMatchObject({ text: 'new '.repeat(2_000), size: 8_000 });
    // One that never rests is taken as it is, with a stamp that will not be that of the file.
    writes = Number.POSITIVE_INFINITY;
    expect(readNote(source, 'a.md').kind).toBe('text');
  });

  it('stamps a file with the state before the reading', () => {
    const vault = makeVault({ 'a.md': 'one' });
    const source = sourceAt(vault);
    const note = readNoteBytes(source, 'a.md');
    appendFileSync(join(vault, 'a.md'), ' two');
    expect('bytes' in note && note.bytes.toString()).toBe('one');
    expect(note.size).toBe(3);
    rmSync(join(vault, 'a.md'));
    put(vault, 'a.md', 'three');
    expect(readNote(source, 'a.md')).toMatchObject({ text: 'three' });
  });
});
