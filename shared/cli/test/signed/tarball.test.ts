import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotVerified } from '../../src/signed/not-verified.ts';
import { filesIn, unzipped } from '../../src/signed/tarball.ts';
import { type TarEntry, tarball, tarOf } from '../fixture/tar.ts';

const lock = { path: 'package/tools.lock.json', content: '{}' };
const read = (entries: readonly TarEntry[]) => filesIn(unzipped(tarball(entries)));

describe('a tarball', () => {
  it('is read as it was packed', () => {
    const contents = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,9}(\/[a-z]{1,9}){0,3}\.js$/),
      fc.uint8Array({ maxLength: 2_000 }),
    );
    fc.assert(
      fc.property(contents, (files) => {
        const entries = Object.entries(files).map(([path, content]) => ({
          path: `package/${path}`,
          content,
        }));
        const found = Object.fromEntries([...read(entries)].map(([path, data]) => [path, [...data]]));
        expect(found).toEqual(
          Object.fromEntries(Object.entries(files).map(([path, data]) => [path, [...data]])),
        );
      }),
    );
  });

  it.each<[string, TarEntry[]]>([
    ['the same file twice', [lock, { ...lock, content: '{"tools":[]}' }]],
    ['the same file for some file systems', [lock, { ...lock, path: 'package/Tools.lock.json' }]],
    ['a way out', [{ ...lock, path: 'package/../tools.lock.json' }]],
    ['a way out behind the first folder', [{ ...lock, path: 'package/dist/../../../.npmrc' }]],
    ['a way around', [{ ...lock, path: 'package/./tools.lock.json' }]],
    ['an empty part', [{ ...lock, path: 'package//tools.lock.json' }]],
    ['another root, which npm drops', [lock, { ...lock, path: 'other/tools.lock.json' }]],
    ['no root', [{ ...lock, path: '/etc/passwd' }]],
    ['a drive', [{ ...lock, path: 'package/C:evil.js' }]],
    ['a backslash', [{ ...lock, path: 'package/..\\evil.js' }]],
    ['a dot at its end', [{ ...lock, path: 'package/main.js.' }]],
    ['a letter that is none of ASCII', [{ ...lock, path: 'package/maín.js' }]],
    ['a symbolic link', [{ path: 'package/main.js', type: '2', link: '/etc/passwd' }]],
    ['a hard link', [lock, { path: 'package/main.js', type: '1', link: 'package/tools.lock.json' }]],
    ['a folder', [{ path: 'package/dist/', type: '5' }]],
    ['a device', [{ path: 'package/null', type: '3' }]],
    [
      'a name in an entry of its own (pax)',
      [{ path: 'PaxHeader/x', type: 'x', content: '26 path=package/evil.js\n' }, lock],
    ],
    [
      'a name for all (pax)',
      [{ path: 'pax_global_header', type: 'g', content: '26 path=package/evil.js\n' }, lock],
    ],
    ['a long name of GNU', [{ path: '././@LongLink', type: 'L', content: 'package/evil.js' }, lock]],
    ['a name in two fields', [{ ...lock, prefix: 'other' }]],
    ['a name behind the end of its name', [{ ...lock, path: 'package/main.js\0\n/' }]],
    ['a name behind the end of no folder', [{ ...lock, prefix: '\0\nother' }]],
    ['another form of header', [{ ...lock, magic: 'ustar  \0' }]],
    ['a wrong sum', [{ ...lock, sum: '000000\0 ' }]],
    ['a size that is no number', [{ ...lock, size: '0000000000z\0' }]],
    ['a size in another base', [{ ...lock, size: '\u00ff\u00ff' }]],
    ['a size beyond its end', [{ ...lock, size: '77777777777\0' }]],
  ])('is refused with %s', (_, entries) => {
    expect(() => read(entries)).toThrow(NotVerified);
  });

  it.each([
    ['no gzip', Buffer.from('package')],
    ['an end in the middle', tarball([lock]).subarray(0, 60)],
    ['no end', gzipSync(tarOf([lock], 0))],
    ['something behind its end', gzipSync(Buffer.concat([tarOf([]), tarOf([lock])]))],
    ['zeros behind its gzip', Buffer.concat([tarball([lock]), Buffer.alloc(1)])],
    [
      'a second gzip where npm begins to read a second piece, and nobody else does',
      withSecond(tarball([lock]), tarball([{ ...lock, content: '{"tools":[]}' }])),
    ],
    ['more in it than a package has', gzipSync(Buffer.alloc(101 * 1024 * 1024))],
    [
      'more bytes than a package has',
      gzipSync(tarOf([{ ...lock, content: Buffer.alloc(21 * 1024 * 1024) }]), { level: 0 }),
    ],
  ])('is refused with %s', (_, bytes) => {
    expect(() => filesIn(unzipped(bytes))).toThrow(NotVerified);
  });

  it('does not let a name of its files reach the terminal as it is', () => {
    expect(() => read([{ ...lock, path: 'package/\u009b2J' }])).toThrow('\\u{9b}2J"');
  });

  it.each(['0000000000z\0', '\u0080\0\0\0\0\0\0\0\0\0\u0002', '-1\0', '0x2\0', ''])(
    'is refused with a size that readers may take for different ones: %j',
    (size) => {
      expect(() => read([{ ...lock, size }])).toThrow('no number where one belongs');
    },
  );

  it('is never the reason of another failure, whatever its bytes are', () => {
    const header = tarOf([lock]);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(511), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const tar = Buffer.from(header);
        for (const [at, byte] of changes) tar[at] = byte;
        try {
          filesIn(tar);
        } catch (error) {
          expect(error).toBeInstanceOf(NotVerified);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

/** npm reads a file in pieces of 16 MiB. */
function withSecond(first: Buffer, second: Buffer): Buffer {
  return Buffer.concat([first, Buffer.alloc(16 * 1024 * 1024 - first.length), second]);
}
