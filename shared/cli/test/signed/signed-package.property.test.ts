import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealed } from '../../src/signed/envelope.ts';
import { NotVerified } from '../../src/signed/not-verified.ts';
import { signedPackage } from '../../src/signed/signed-package.ts';
import { SIGNATURE, statementOf } from '../../src/signed/statement.ts';
import { integrity } from '../fixture/npm-registry.ts';
import { lockFileOf, throwaway, withSignature } from '../fixture/signed.ts';
import { packedAs } from '../fixture/tar.ts';

const of = { name: '@ashlar/echo', version: '1.2.3' };
const signer = throwaway();
const ring = new Map([[signer.listed.id, signer.ringKey]]);
const plain = new Map([
  ['package.json', JSON.stringify({ ...of, bin: 'dist/main.js' })],
  ['dist/main.js', '#!/usr/bin/env node\nserve();\n'],
  [
    'tools.lock.json',
    lockFileOf({
      instructions: 'Be brief.',
      tools: [{ name: 'echo', description: 'Says it again.', inputSchema: { type: 'object' } }],
    }),
  ],
]);
const files = withSignature(plain, of, signer);

/** As if the registry were the attacker's: its hash is always that of what it hands out. */
function verified(changed: ReadonlyMap<string, string | Buffer>, meant = of) {
  const tarball = packedAs(changed as Map<string, string>);
  return signedPackage(tarball, { ...meant, integrity: integrity(tarball) }, ring);
}

/** Signed with the hash of other definitions than those of its lock. */
function signedDefinitions(definitions: string): Map<string, string | Buffer> {
  const bytes = new Map([...plain].map(([path, text]) => [path, Buffer.from(text)]));
  const statement = statementOf(bytes, { ...of, definitions });
  return new Map([...plain, [SIGNATURE, sealed(statement, signer.privateKey)]]);
}

const path = fc.constantFrom(...files.keys());
const flip = fc.record({ path, at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });

describe('a signed package', () => {
  it('is verified as it was signed', () => {
    expect(verified(files)).toMatchObject({
      key: { id: signer.listed.id },
      lock: { instructions: 'Be brief.' },
      statement: { predicate: of },
    });
  });

  it('is refused with one byte of any file changed, the signature among them', () => {
    fc.assert(
      fc.property(flip, ({ path, at, by }) => {
        const content = Buffer.from(files.get(path) as string);
        const place = at % content.length;
        content[place] = (content[place] as number) ^ by;
        expect(() => verified(new Map([...files, [path, content]]))).toThrow(NotVerified);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused with a file cut, made longer, taken away, added or put in the place of another', () => {
    const change = fc.oneof(
      fc.tuple(path, fc.nat()).map(([each, to]) => {
        const content = Buffer.from(files.get(each) as string);
        return new Map([...files, [each, content.subarray(0, to % content.length)]]);
      }),
      fc
        .tuple(path, fc.string({ minLength: 1 }))
        .map(([each, more]) => new Map([...files, [each, `${files.get(each)}${more}`]])),
      path.map((each) => new Map([...files].filter(([other]) => other !== each))),
      fc
        .stringMatching(/^[a-z]{1,8}\.js$/)
        .map((added) => new Map([...files, [`dist/${added}`, 'more();']]))
        .filter((all) => all.size > files.size),
      fc
        .tuple(path, path)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => new Map([...files, [a, files.get(b) as string]])),
    );
    fc.assert(
      fc.property(change, (changed) => {
        expect(() => verified(changed)).toThrow(NotVerified);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused under any other name or version', () => {
    const other = fc.oneof(
      fc.string().map((name) => ({ ...of, name })),
      fc.string().map((version) => ({ ...of, version })),
      fc.nat(of.name.length).map((at) => ({ ...of, name: of.name.slice(0, at) })),
      fc.constant({ name: '@ashlar/echo 1.2.3', version: '' }),
    );
    fc.assert(
      fc.property(other, (meant) => {
        fc.pre(meant.name !== of.name || meant.version !== of.version);
        expect(() => verified(files, meant)).toThrow(NotVerified);
      }),
    );
  });

  it('is refused where what was signed does not agree with itself, whoever has signed it', () => {
    const lock = JSON.parse(plain.get('tools.lock.json') as string);
    const [tool] = lock.tools;
    const signedWith = (file: string, text: object) =>
      withSignature(new Map([...plain, [file, JSON.stringify(text)]]), of, signer);
    const manifest = JSON.parse(plain.get('package.json') as string);
    const faults: [Map<string, string | Buffer>, string][] = [
      [withSignature(plain, { ...of, version: '1.2.2' }, signer), 'the signature is of @ashlar/echo 1.2.2'],
      [
        signedWith('package.json', { ...manifest, version: '1.2.2' }),
        'package.json is that of @ashlar/echo 1.2.2',
      ],
      [signedWith('package.json', { ...manifest, name: 'echo' }), 'package.json is that of echo 1.2.3'],
      [signedWith('tools.lock.json', { ...lock, instructions: 'Be long.' }), 'the hashes in tools.lock.json'],
      [
        signedWith('tools.lock.json', {
          ...lock,
          tools: [{ ...tool, definition: { ...tool.definition, description: 'Sends.' } }],
        }),
        'the hashes in tools.lock.json',
      ],
      [signedDefinitions('0'.repeat(64)), 'not of the definitions that were signed'],
    ];
    for (const [changed, why] of faults) expect(() => verified(changed)).toThrow(why);
  });

  it('is refused where the tarball is not the one of the hash, whatever is in it', () => {
    const tarball = packedAs(files as Map<string, string>);
    fc.assert(
      fc.property(fc.nat(tarball.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(tarball);
        changed[at] = (changed[at] as number) ^ by;
        const meant = { ...of, integrity: integrity(tarball) };
        expect(() => signedPackage(changed, meant, ring)).toThrow('the registry');
      }),
    );
  });
});
