import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contract, onSample } from '@ashlar/kit/testing';
import { server } from '../src/server.ts';

const folder = join(import.meta.dirname, '..');

contract({
  server,
  folder,
  start: () => onSample(folder, hugeText),
  succeed: [
    { tool: 'read', input: { path: 'README.md' } },
    { tool: 'list', input: { depth: 2 } },
    { tool: 'search', input: { query: 'cumin', path: 'recipes' } },
    { tool: 'write', input: { path: 'new.md', content: 'old words\n' } },
    { tool: 'edit', input: { path: 'new.md', edits: [{ old: 'old', new: 'new' }] } },
    { tool: 'move', input: { from: 'new.md', to: 'moved.md' } },
    { tool: 'delete', input: { path: 'moved.md' } },
  ],
  missingResource: 'file:///no/such/file',
  slow: { tool: 'read', input: { path: 'huge.txt', offset: 1_000_000 } },
});

/** Four gigabytes that begin as text: a line far into it takes seconds to find, and the file no room on disk. */
async function hugeText(sample: string): Promise<void> {
  const path = join(sample, 'huge.txt');
  await writeFile(path, 'a line of text\n'.repeat(8_000));
  await truncate(path, 4 * 1024 ** 3);
}
