import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ROOT, serverPackages } from '../scripts/check/workspace.ts';
import { signingKey } from '../scripts/release/signing/signing-key.ts';
import { keyIdOf, keysIn } from '../shared/cli/src/signed/key-ring.ts';

const run = promisify(execFile);
const script = (name: string) => join(ROOT, 'scripts', 'release', 'signing', `${name}.ts`);

/** A file of keys, as a repository has it before its first release. */
function emptyRing(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-ring-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'keys.json');
  writeFileSync(path, '{ "keys": [] }\n');
  return path;
}

describe('a key for releases', () => {
  it('is made with one command: the public half in the list, the private one on stdout alone', async () => {
    const ring = emptyRing();
    const { stdout, stderr } = await run(process.execPath, [script('make-key'), ring]);
    const secret = stdout.trim();
    expect(secret).toMatch(/^[A-Za-z0-9+/]{64}$/);
    expect(readFileSync(ring, 'utf8') + stderr).not.toContain(secret);
    const [key] = keysIn(ring).values();
    expect(stderr).toContain(key?.id);
    expect(signingKey({ ASHLAR_SIGNING_KEY: `${secret}\n` }, keysIn(ring)).asymmetricKeyType).toBe('ed25519');
    await run(process.execPath, [script('make-key'), ring]);
    expect([...keysIn(ring).keys()]).toEqual([key?.id, expect.any(String)]);
  });

  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const id = keyIdOf(publicKey);
  const listed = { id, algorithm: 'ed25519', publicKey: '', since: '2026-11-21', key: publicKey } as const;
  const ring = new Map([[id, listed]]);

  it('is read as PEM, too', () => {
    expect(signingKey({ ASHLAR_SIGNING_KEY: pem }, ring).equals(privateKey)).toBe(true);
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  it.each([
    ['none', {}, ring, 'is not set'],
    ['nothing', { ASHLAR_SIGNING_KEY: ' ' }, ring, 'is not set'],
    ['what is no key', { ASHLAR_SIGNING_KEY: 'hunter2' }, ring, 'is no private Ed25519 key'],
    ['half of one', { ASHLAR_SIGNING_KEY: pem.slice(0, 60) }, ring, 'is no private Ed25519 key'],
    [
      'a key of another kind',
      { ASHLAR_SIGNING_KEY: rsa.export({ type: 'pkcs8', format: 'pem' }).toString() },
      ring,
      'is no private Ed25519 key',
    ],
    ['a key that nobody believes', { ASHLAR_SIGNING_KEY: pem }, new Map(), 'not in the list'],
    [
      'a key that is revoked',
      { ASHLAR_SIGNING_KEY: pem },
      new Map([[id, { ...listed, revoked: 'it was in a log' }]]),
      'is revoked: it was in a log',
    ],
  ])('is refused, and not told of: %s', (_, env, keys, why) => {
    const refusal = (): Error => {
      try {
        signingKey(env, keys);
      } catch (error) {
        return error as Error;
      }
      throw new Error('it was taken');
    };
    expect(refusal().message).toContain(why);
    for (const value of Object.values(env).filter((text) => text.trim() !== ''))
      expect(`${refusal().stack}`).not.toContain(value.trim().slice(0, 60));
  });
});

describe('a release', () => {
  it('signs between its build and its publication, and ends where that fails', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts['release:publish']).toBe(
      'npm run build && node scripts/release/signing/sign.ts && changeset publish',
    );
    expect(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8')).toContain(
      `ASHLAR_SIGNING_KEY: \${{ secrets.ASHLAR_SIGNING_KEY }}`,
    );
  });

  it('signs nothing without a key', async () => {
    const { ASHLAR_SIGNING_KEY: _, ...env } = process.env;
    const signed = run(process.execPath, [script('sign'), '--keys', emptyRing()], { env });
    await expect(signed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('A release is signed, or it is none'),
    });
  });

  it.each(serverPackages(ROOT).map(({ folder }) => folder))(
    'takes the signature of %s along, and git does not',
    (folder) => {
      const { files } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
      expect(files).toEqual(expect.arrayContaining(['tools.lock.json', 'tools.lock.sig']));
      expect(readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n')).toContain('tools.lock.sig');
      expect(existsSync(join(ROOT, folder, 'tools.lock.json'))).toBe(true);
    },
  );
});
