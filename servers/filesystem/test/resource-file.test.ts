import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryName } from '@ashlar/kit/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
const BINARY = Buffer.from([0, 1, 2, 3, 0, 0xff, 0xfe]);
const ODD = onWindows ? 'ä b#%.txt' : 'ä b#?%\n".txt';

let wire: Wire;
beforeAll(async () => {
  wire = await openWire(
    {
      'root/a.txt': 'one\r\ntwo',
      'root/a.png': PNG,
      'root/a.bin': BINARY,
      [`root/${ODD}`]: 'odd\n',
      'root/notes/apple.md': '',
      'root/notes/apricot/': '',
      'root/notes/a b.md': '',
      'root/notes/.env': 'SECRET',
      [`root/notes/${temporaryName('apple.md')}`]: 'SECRET',
      'root/secrets/id_rsa': 'SECRET',
      'outside/secret.txt': 'SECRET',
      'root_evil/secret.txt': 'SECRET',
    },
    { roots: ['root', 'root/notes'] },
  );
  symlinkSync(join(wire.base, 'outside'), join(wire.root, 'away'));
  symlinkSync('secrets/id_rsa', join(wire.root, 'innocent'));
});
afterAll(() => wire.close());

const uriOf = (path: string) => pathToFileURL(join(wire.base, path)).href;
const read = async (uri: string) => (await wire.client.sdk.readResource({ uri })).contents;

describe('a file as a resource', () => {
  it('is text, with the line breaks that the tools show', async () => {
    const uri = uriOf('root/a.txt');
    expect(await read(uri)).toEqual([{ uri, mimeType: 'text/plain', text: 'one\ntwo' }]);
  });

  it.each([
    ['a.png', PNG, 'image/png'],
    ['a.bin', BINARY, 'application/octet-stream'],
  ])('is bytes where it is not text: %s', async (path, bytes, mimeType) => {
    const uri = uriOf(`root/${path}`);
    expect(await read(uri)).toEqual([{ uri, mimeType, blob: bytes.toString('base64') }]);
  });

  it('may have any name', async () => {
    expect(await read(uriOf(`root/${ODD}`))).toMatchObject([{ text: 'odd\n' }]);
  });

  it('is not sent where it is large', async () => {
    await wire.put('root/large.txt', 'line\n'.repeat(250_000));
    await wire.put('root/large.bin', Buffer.alloc(4 * 1024 * 1024 + 1));
    await expect(read(uriOf('root/large.txt'))).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('larger than 1 MB. Read it in pieces with the read tool.'),
    });
    await expect(read(uriOf('root/large.bin'))).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('larger than 4 MB and not text'),
    });
  });
});

describe('a URI that leads elsewhere', () => {
  const below = (path: string) => () => `${uriOf('root')}/${path}`;

  it.each<[string, () => string]>([
    ['outside', () => 'file:///etc/passwd'],
    ['the folder above', () => uriOf('.')],
    ['a sibling of the same beginning', () => uriOf('root_evil/secret.txt')],
    ['dots', below('../outside/secret.txt')],
    ['encoded dots', below('%2e%2e/outside/secret.txt')],
    ['an encoded slash', below('..%2foutside%2fsecret.txt')],
    ['an encoded backslash', below('..%5coutside%5csecret.txt')],
    ['dots in overlong UTF-8', below('%c0%ae%c0%ae/outside/secret.txt')],
    ['an encoded NUL', below('a.txt%00')],
    ['broken encoding', below('%zz')],
    ['a link that leads out', below('away/secret.txt')],
    ['a link that leads nowhere outside', below('away/gone.txt')],
    ['a protected file', below('secrets/id_rsa')],
    ['a protected file that is not there', below('secrets/.env')],
    ['a link to a protected file', below('innocent')],
    ['nothing', below('gone.txt')],
    ['a folder', below('notes')],
    ['a host', () => 'file://example.com/etc/passwd'],
    ['a host in words of a path', () => 'file:////example.com/etc/passwd'],
    ['another scheme', () => `http://localhost${join(wire.root, 'a.txt')}`],
    ['no scheme', () => join(wire.root, 'a.txt')],
    ['something in front', () => ` ${uriOf('root/a.txt')}`],
    ['words without end', () => `file:///${'a/'.repeat(40_000)}`],
    ['no path at all', () => 'file:///'],
    ['no word at all', () => ''],
  ])('is refused as the protocol says: %s', async (_name, uri) => {
    const refusal = await read(uri()).then(
      () => undefined,
      (error: Error & { code?: number; data?: unknown }) => error,
    );
    expect(refusal?.code).toBe(-32_602);
    expect(`${refusal?.message} ${JSON.stringify(refusal?.data)}`).not.toContain('SECRET');
  });

  it('is refused in the same words, whether there is something or not', async () => {
    const words = async (path: string) =>
      read(uriOf(path)).catch(({ message }: Error) => message.replaceAll(join(wire.base, path), 'PATH'));
    expect(await words('outside/secret.txt')).toBe(await words('outside/gone.txt'));
    expect(await words('root/away/secret.txt')).toBe(await words('root/away/gone.txt'));
    expect(await words('root/secrets/id_rsa')).toBe(await words('root/secrets/.env'));
  });
});

describe('a path that is typed', () => {
  const typed = (path: string) => pathToFileURL(wire.base).pathname.slice(1) + path;
  const completions = async (value: string) => {
    const ref = { type: 'ref/resource' as const, uri: 'file:///{+path}' };
    return (await wire.client.sdk.complete({ ref, argument: { name: 'path', value } })).completion.values;
  };

  it('is completed to the roots, and below them to what is there', async () => {
    const roots = [typed('/root'), typed('/root/notes')];
    for (const value of ['', typed(''), typed('/ro')]) expect(await completions(value)).toEqual(roots);
    expect(await completions(typed('/root/notes/ap'))).toEqual([
      typed('/root/notes/apple.md'),
      typed('/root/notes/apricot/'),
    ]);
    expect(await completions(typed('/root/notes/'))).toContain(typed('/root/notes/a%20b.md'));
    expect(await completions(typed('/root/no'))).toEqual([typed('/root/notes'), typed('/root/notes/')]);
    expect(await completions(typed('/root/gone/'))).toEqual([]);
  });

  it('is never completed to what is protected, ours alone, or outside', async () => {
    expect(
      (await completions(typed('/root/notes/'))).map((path) => path.slice(typed('/root/notes/').length)),
    ).toEqual(['a%20b.md', 'apple.md', 'apricot/']);
    for (const value of [
      '/root/secrets/',
      '/root/away/',
      '/root/notes/.e',
      '/outside/',
      '/root/../outside/',
      '_',
    ]) {
      expect(await completions(typed(value))).toEqual([]);
    }
    for (const value of ['etc/', '../', '%2e%2e/', '%00', '%zz/', '/', '//host/']) {
      expect(await completions(value)).toEqual([]);
    }
  });

  it('in a folder of thousands is completed to a hundred, and that there are more', async () => {
    mkdirSync(join(wire.root, 'many'));
    for (let i = 0; i < 150; i++) await wire.put(`root/many/${i}`, '');
    const ref = { type: 'ref/resource' as const, uri: 'file:///{+path}' };
    const argument = { name: 'path', value: typed('/root/many/') };
    const { completion } = await wire.client.sdk.complete({ ref, argument });
    expect(completion).toMatchObject({ values: { length: 100 }, hasMore: true });
  });
});
