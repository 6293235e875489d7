import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '@ashlar/kit/testing';
import { server } from '../src/server.ts';

const folder = join(import.meta.dirname, '..');

contract({
  server,
  folder,
  async start() {
    const parent = await mkdtemp(join(tmpdir(), 'ashlar-vault-'));
    const sample = join(parent, 'sample');
    await cp(join(folder, 'sample'), sample, { recursive: true });
    return {
      args: [sample, '--write', '--cache', join(parent, 'cache')],
      // Windows removes no file that a thread of an ended process still holds for a moment.
      dispose: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }),
    };
  },
  tools: {
    resolve_link: 'read',
    check_links: 'read',
    note_links: 'read',
    vault_report: 'read',
    search_vault: 'read',
    read_note: 'read',
    write_note: 'write',
    rename_note: 'write',
  },
  succeed: [
    { tool: 'resolve_link', input: { links: ['[[Lentil Soup]]', '[[Lentils Soup]]'], from: 'Home.md' } },
    { tool: 'check_links', input: { text: 'As in [[Dal]].', from: 'Draft.md' } },
    { tool: 'note_links', input: { path: 'Dishes/Lentil Soup.md' } },
    { tool: 'check_links', input: { folder: '.' } },
    { tool: 'vault_report', input: {} },
    { tool: 'search_vault', input: { query: 'cumin' } },
    { tool: 'search_vault', input: { folder: 'Dishes', property: 'tags' } },
    { tool: 'read_note', input: { path: 'Pantry/Shelf.md', heading: 'Spices' } },
    { tool: 'read_note', input: { path: 'Pantry/Shelf.md', outline: true } },
    { tool: 'write_note', input: { path: 'Menus/Sunday.md', content: 'First [[Lentil Soup]].' } },
    { tool: 'rename_note', input: { from: 'Pantry/Shelf.md', to: 'Pantry/Store.md' } },
  ],
  resources: ['vault://sample/report', 'vault://sample/note/Dishes/Lentil%20Soup.md'],
  prompts: {
    fix_broken_links: { folder: 'Dishes' },
    link_this_draft: { draft: 'A lentil soup, and flat bread.' },
  },
  missingResource: 'vault://sample/note/No%20such%20note.md',
  slow: { tool: 'check_links', input: { text: '[[Nowhere]] '.repeat(80_000), from: 'Draft.md' } },
});
