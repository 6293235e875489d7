import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { opened, sealed } from '../../src/signed/envelope.ts';
import { keyIdOf, keysIn, releaseKeys } from '../../src/signed/key-ring.ts';
import { requireStatement } from '../../src/signed/statement.ts';
import { throwaway } from '../fixture/signed.ts';

const signer = throwaway();
const ring = new Map([[signer.listed.id, signer.ringKey]]);
const said = { b: [1, 'é'], a: { z: null } };
const text = sealed(said, signer.privateKey);
const TYPE = 'application/vnd.in-toto+json';

/** An envelope of any payload, signed by its rules. */
function envelope(payload: string, type = TYPE, told = type): string {
  const bytes = Buffer.from(payload);
  const head = `DSSEv1 ${type.length} ${type} ${bytes.length} `;
  const sig = sign(null, Buffer.concat([Buffer.from(head), bytes]), signer.privateKey).toString('base64');
  const whole = {
    payloadType: told,
    payload: bytes.toString('base64'),
    signatures: [{ keyid: signer.listed.id, sig }],
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

describe('an envelope', () => {
  it('gives what was put in, and whose key it was', () => {
    expect(opened(text, ring)).toEqual({ statement: said, key: signer.ringKey });
  });

  it('is signed as DSSE has it', () => {
    expect(envelope('{"a":{"z":null},"b":[1,"é"]}')).toBe(text);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['no JSON', text.slice(0, -3)],
    ['a key that is there twice', text.replace('"payload":', `"payload": "e30=",\n  "payload":`)],
    ['another key beside', text.replace('{', '{\n  "alg": "none",')],
    ['white space', text.replace('\n', ' \n')],
    ['another end of line', text.replaceAll('\n', '\r\n')],
    ['two signatures', text.replace(/("signatures": \[)([^\]]*)(\])/, '$1$2,$2$3')],
    ['no signature', text.replace(/("signatures": \[)[^\]]*(\])/, '$1$2')],
    ['base64 of the web', text.replace(/("sig": "[^"]*)[+/]/, '$1-')],
    ['base64 without its end', text.replace('==', '')],
    ['base64 with bits that mean nothing', text.replace(/.==/, (end) => `${end === 'Q==' ? 'R' : 'Q'}==`)],
    ['a signature cut short', text.replace(/"sig": "(.{40}).*"/, '"sig": "$1"')],
    ['an id that is none', text.replace(signer.listed.id, '__proto__')],
    ['another type', envelope('{}', TYPE, 'text/plain')],
    ['a signature of the same bytes as another type', envelope('{}', 'text/plain', TYPE)],
    ['a payload that has a key twice', envelope('{"a":1,"a":2}')],
    ['a payload in another order', envelope('{"b":1,"a":2}')],
  ])('is refused: %s', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(() => opened(changed, ring)).toThrow(expect.objectContaining({ name: 'NotVerified' }));
  });

  it('is refused under a key that is not in the ring, and one that is revoked', () => {
    expect(() => opened(text, new Map())).toThrow('not among those that are believed');
    const revoked = { ...signer.ringKey, revoked: 'it was in a log' };
    expect(() => opened(text, new Map([[signer.listed.id, revoked]]))).toThrow('revoked: it was in a log');
  });

  it('is refused under the name of a key that did not sign it', () => {
    const other = throwaway();
    const both = new Map([...ring, [other.listed.id, other.ringKey]]);
    expect(() => opened(text.replace(signer.listed.id, other.listed.id), both)).toThrow('is not that of');
  });

  it('of another kind of statement is none of a package', () => {
    const other = {
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://slsa.dev/provenance/v1',
    };
    expect(() => requireStatement(other)).toThrow('does not know');
  });
});

describe('a file of keys', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const file = (keys: unknown) => {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-keys-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'keys.json');
    writeFileSync(path, JSON.stringify(keys));
    return path;
  };

  it('has keys by their ids', () => {
    expect([...keysIn(file({ keys: [signer.listed] })).keys()]).toEqual([signer.listed.id]);
    expect(releaseKeys()).toBeInstanceOf(Map);
  });

  it.each([
    ['no list', {}],
    ['an id of another key', { keys: [{ ...signer.listed, id: throwaway().listed.id }] }],
    ['another algorithm', { keys: [{ ...signer.listed, algorithm: 'rsa' }] }],
    [
      'another kind of key',
      {
        keys: [
          {
            ...signer.listed,
            id: keyIdOf(rsa.publicKey),
            publicKey: rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
          },
        ],
      },
    ],
    ['no key', { keys: [{ ...signer.listed, publicKey: '' }] }],
    ['nothing', { keys: [null] }],
    ['a key twice', { keys: [signer.listed, signer.listed] }],
  ])('is refused with %s', (_, keys) => {
    expect(() => keysIn(file(keys))).toThrow(expect.objectContaining({ name: 'CommandError' }));
  });
});
