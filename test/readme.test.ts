import { describe, expect, it } from 'vitest';
import { ROOT, serverPackages } from '../scripts/check/workspace.ts';
import { follow } from './pages/follow.ts';
import { readPage } from './pages/page.ts';
import { paste } from './pages/paste.ts';

const READMES = ['README.md', ...serverPackages(ROOT).map(({ folder }) => `${folder}/README.md`)];

describe.each(READMES)('%s', (path) => {
  const { blocks, commands } = readPage(path);

  it('has blocks of commands and of JSON, which are tried here, and of answers, which its own tests try', () => {
    const languages = new Set(blocks.map(({ language }) => language));
    languages.delete('text');
    expect(languages).toEqual(new Set(['sh', 'json']));
  });

  it.each(commands)('can be followed: %s', (command) => follow(command));

  it.each(blocks.filter(({ language }) => language === 'json'))(
    'can be pasted into a host: line $line',
    ({ body }) => paste(body),
  );
});
