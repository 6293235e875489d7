import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENTS } from '@ashlar/kit/testing';
import { describe, expect, it } from 'vitest';
import { makeVault, put } from './disk-vault.ts';
import { numbered, openWire, type Wire } from './wire.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
const SECRET = 'SECRET';
const TEMPLATE = 'vault://{vault}/note/{+path}';

const read = async ({ client }: Wire, uri: string) => (await client.sdk.readResource({ uri })).contents;
const complete = async ({ client }: Wire, value: string, name = 'path') => {
  const ref = { type: 'ref/resource' as const, uri: TEMPLATE };
  return (await client.sdk.complete({ ref, argument: { name, value } })).completion;
};
/** What a read is refused with. Fails where it is not, or where the refusal tells what nobody may read. */
const refusal = async (wire: Wire, uri: string) => {
  const error = await read(wire, uri).then(
    (contents) => expect.fail(JSON.stringify(contents)),
    (thrown: Error & { code?: number; data?: unknown }) => thrown,
  );
  expect(`${error.message} ${JSON.stringify(error.data)}`).not.toContain(SECRET);
  return error;
};

describe.each(CLIENTS)('a note as a resource, with the %s client', (kind) => {
  it('is its text, and listed as a template only', async () => {
    const wire = await openWire(
      { 'a/Lentil Soup.md': '# Soup\r\n[[Dal]]\u202e\r\n', 'b.canvas': '{}' },
      { client: kind },
    );
    const uri = wire.uri('note/a/Lentil%20Soup.md');
    expect(await read(wire, uri)).toEqual([
      { uri, mimeType: 'text/markdown', text: '# Soup\n[[Dal]]⟦U+202E⟧\n' },
    ]);
    expect(await read(wire, wire.uri('note/b.canvas'))).toMatchObject([{ mimeType: 'application/json' }]);
    const { resources, resourceTemplates } = await wire.client.listed();
    expect(resources).toMatchObject([{ uri: wire.uri('report') }]);
    expect(resourceTemplates).toMatchObject([{ uriTemplate: TEMPLATE }]);
  });

  it('is completed from the names in the vault', async () => {
    const wire = await openWire(
      { 'a/Soup.md': '', 'Soup/x.md': '', 'Bread.md': '', 'Soup.png': '' },
      { client: kind },
    );
    expect(await complete(wire, 'so')).toMatchObject({
      values: ['Soup/x.md', 'a/Soup.md'],
      total: 2,
      hasMore: false,
    });
    expect(
      await complete(wire, wire.folder.slice(wire.folder.lastIndexOf('/') + 1, -2), 'vault'),
    ).toMatchObject({
      total: 1,
    });
  });
});

it('is read in the state another program left it in a moment ago', async () => {
  const wire = await openWire({ 'a.md': 'one' });
  expect(await read(wire, wire.uri('note/a.md'))).toMatchObject([{ text: 'one' }]);
  put(wire.folder, 'a.md', 'two');
  put(wire.folder, 'b c#d?%.md', 'odd');
  expect(await read(wire, wire.uri('note/a.md'))).toMatchObject([{ text: 'two' }]);
  for (const path of ['b c#d?%25.md', encodeURIComponent('b c#d?%.md')]) {
    expect(await read(wire, wire.uri(`note/${path}`))).toMatchObject([{ text: 'odd' }]);
  }
});

it('is refused with a reason where it is large or no text', async () => {
  const wire = await openWire({ 'big.md': 'x'.repeat(1024 * 1024 + 1), 'a.png': PNG, 'odd.md': PNG });
  const messages = ['big.md', 'a.png', 'odd.md'].map(
    async (path) => (await refusal(wire, wire.uri(`note/${path}`))).message,
  );
  expect(await Promise.all(messages)).toEqual([
    expect.stringContaining('The note is larger than 1 MB. Read it in pieces with read_note.'),
    expect.stringContaining('"a.png" is no text.'),
    expect.stringContaining('"odd.md" is no text.'),
  ]);
});

describe('a URI that leads elsewhere is refused, and tells nothing', () => {
  const outside = () => makeVault({ 'secret.md': SECRET });

  it.each([
    ['dots', 'note/../../etc/passwd'],
    ['dots within', 'note/a/../../outside/secret.md'],
    ['encoded dots', 'note/%2e%2e/%2e%2e/etc/passwd'],
    ['an encoded slash', 'note/..%2f..%2fetc%2fpasswd'],
    ['encoded twice', 'note/%252e%252e/etc/passwd'],
    ['a backslash', 'note/..\\..\\etc\\passwd'],
    ['a rooted path', 'note//etc/passwd'],
    ['a NUL', 'note/a.md%00'],
    ['broken encoding', 'note/%zz.md'],
    ['overlong UTF-8', 'note/%c0%ae%c0%ae/etc/passwd'],
    ['half a surrogate', 'note/%ed%a0%80.md'],
    ['a dot folder', 'note/.obsidian/app.json'],
    ['a dot folder in another case', 'note/.Obsidian/App.json'],
    ['a dot folder, encoded', 'note/%2eobsidian/app.json'],
    ['a dot folder, its dot full width', 'note/%EF%BC%8Eobsidian/app.json'],
    ['a dot folder with an invisible character', 'note/%E2%80%8B.obsidian/app.json'],
    ['a dot folder behind a folder', 'note/a/../.obsidian/app.json'],
    ['a dot folder from within', 'note/./.obsidian/app.json'],
    ['a dot file', 'note/.secret.md'],
    ['a link that leads out', 'note/away/secret.md'],
    ['a folder', 'note/a'],
    ['nothing', 'note/gone.md'],
    ['no path', 'note/'],
    ['control characters', 'note/%0a%0d%1b%5b31m.md'],
    ['brackets', `note/${'['.repeat(10_000)}`],
    ['words without end', `note/${'a/'.repeat(50_000)}`],
    ['another room', 'notes/a.md'],
    ['the report, and more', 'report/x'],
  ])('%s', async (_name, path) => {
    const files = { 'a/b.md': '', '.obsidian/app.json': SECRET, '.secret.md': SECRET };
    const wire = await openWire(files);
    symlinkSync(outside(), join(wire.folder, 'away'));
    expect((await refusal(wire, wire.uri(path))).code).toBe(-32_602);
  });

  it.each(['vault://x/note/a.md', 'vault:///note/a.md', 'vault://%zz/note/a.md', 'file:///a.md', 'a.md', ''])(
    'another vault: %s',
    async (uri) => {
      const wire = await openWire({ 'a.md': SECRET });
      expect((await refusal(wire, uri)).code).toBe(-32_602);
    },
  );
});

describe('a completion', () => {
  it('never has what is hidden, outside, an attachment or cannot be seen', async () => {
    const wire = await openWire({
      'a.md': '',
      '.obsidian/a.md': '',
      'b/.trash/a.md': '',
      'a.png': PNG,
      'a\u202e.md': '',
      'a\n.md': '',
    });
    mkdirSync(join(wire.folder, 'c'));
    symlinkSync(makeVault({ 'a.md': SECRET }), join(wire.folder, 'away'));
    expect(await complete(wire, '')).toMatchObject({ values: ['a.md'], total: 1 });
    for (const value of ['.obs', 'b/.', 'away/', '../', '/etc/', '%2e', 'a\u202e', 'a\n', '\0', '\x1b[31m']) {
      const others = (await complete(wire, value)).values.filter((path) => path !== 'a.md');
      expect(others, JSON.stringify(value)).toEqual([]);
    }
  });

  it('has near names where nothing begins with what was typed', async () => {
    const wire = await openWire({ 'a/Lentil Soup.md': '---\naliases: [Dal Tadka]\n---\n', 'Bread.md': '' });
    await wire.call('check_links', { path: 'a/Lentil Soup.md' });
    for (const value of ['Lentl Soup', 'dal-tadka', 'x/Lentil-Soup.md']) {
      expect((await complete(wire, value)).values, value).toEqual(['a/Lentil Soup.md']);
    }
    expect((await complete(wire, 'Quinoa')).values).toEqual([]);
  });

  it('is of a hundred and says how many there are, and bears anything', async () => {
    const wire = await openWire(numbered(150, () => ''));
    expect(await complete(wire, 'N')).toMatchObject({ values: { length: 100 }, total: 150, hasMore: true });
    for (const value of ['['.repeat(10_000), 'n'.repeat(100_000), '([{'.repeat(1_000)]) {
      expect(await complete(wire, value)).toMatchObject({ values: [] });
    }
  });
});
