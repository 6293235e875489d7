import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textOf } from '../src/disk/text-of.ts';
import { withEndsOf } from '../src/write/line-ends.ts';
import { type Before, putNote } from '../src/write/put-note.ts';
import { makeVault, put } from './disk-vault.ts';
import { sourceAt } from './source-at.ts';

const { signal } = new AbortController();

it('replaces nothing that was written since the new text was made', async () => {
  const folder = makeVault({ 'a.md': 'one' });
  const source = sourceAt(folder);
  const before = textOf(source, 'a.md') as Before;
  put(folder, 'a.md', 'two');
  await expect(putNote(source, 'a.md', 'mine', { before, signal })).rejects.toThrow('has changed since');
  await expect(putNote(source, 'a.md', 'mine', { before: undefined, signal })).rejects.toThrow(
    'exists already',
  );
  expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe('two');
});

it.each([
  ['a\nb\n', 'a\nc\r\n', 'a\nc\r\n'],
  ['a\r\nb\r\n', 'a\nc\nb\n', 'a\r\nc\r\nb\r\n'],
  ['a\nb\r\nc\r\nd\n', 'a\nx\nc\nd\n', 'a\nx\r\nc\r\nd\n'],
  ['a\r\nb', 'a\nb\nc', 'a\r\nb\r\nc'],
  ['a\r\nb\nc\nd\n', 'a\nx\nc\nd\n', 'a\r\nx\nc\nd\n'],
  ['a\r\n', '', ''],
])('line ends of %j in %j', (before, text, after) => {
  expect(withEndsOf(before, text)).toBe(after);
});
