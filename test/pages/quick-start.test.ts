import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/check/workspace.ts';
import { readPage } from './page.ts';
import { walk } from './walk.ts';

walk(['docs/quick-start.md'], {
  before({ home }) {
    mkdirSync(join(home, 'notes'));
    writeFileSync(join(home, 'notes', 'list.md'), 'milk\n');
    cpSync(join(ROOT, 'servers', 'sql', 'sample', 'shop.db'), join(home, 'shop.db'));
  },
});

it('quotes what doctor says', () => {
  const folders = ['doctor', 'probe'].map((room) => join(ROOT, 'shared', 'cli', 'src', room));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')),
  );
  const quoted = [...readPage('docs/quick-start.md').text.matchAll(/^\| `([^`]+)` \|/gm)].map(
    ([, words = '']) => words,
  );
  expect(quoted).not.toEqual([]);
  expect(quoted.filter((words) => !sources.join('\n').includes(words))).toEqual([]);
});
