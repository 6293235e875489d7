import { join } from 'node:path';
import { contract, onSample } from '@ashlar/kit/testing';
import { server } from '../src/server.ts';

const folder = join(import.meta.dirname, '..');

contract({
  server,
  folder,
  start: () => onSample(folder, (_sample, beside) => ['--cache', join(beside, 'cache')]),
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
