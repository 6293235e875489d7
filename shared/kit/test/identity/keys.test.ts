import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newKey, type StoredKey } from '../../src/identity/keys/api-keys.ts';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';

const HOUR = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();

/** A file of keys with one key in it, and a server that reads it. */
async function keyed(change: Partial<StoredKey> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'keys.json');
  const { id, key, hash } = newKey();
  const stored = {
    id,
    hash,
    owner: 'ann',
    scopes: ['echo:read'],
    notBefore: at(-HOUR),
    expiresAt: at(HOUR),
    ...change,
  };
  const save = (...keys: object[]) => writeFileSync(path, JSON.stringify({ keys }));
  save(stored);
  const served = await serve(server, ['--api-keys', path]);
  const call = (authorization: string) =>
    ask(served.url, modern('tools/call', { name: 'echo', arguments: { text: 'x' } }, { authorization }));
  return { ...served, path, key, stored, save, call };
}

describe('a key', () => {
  it('lets its owner in', async () => {
    const { key, call } = await keyed();
    expect(await call(`Bearer ${key}`)).toMatchObject({ status: 200 });
  });

  it.each([
    ['has ended', { expiresAt: at(-1) }],
    ['has not begun', { notBefore: at(HOUR) }],
    ['was revoked', { revokedAt: at(-HOUR) }],
  ])('that %s is refused', async (_, change) => {
    const { key, call } = await keyed(change);
    expect(await call(`Bearer ${key}`)).toMatchObject({ status: 401 });
  });

  it('that is wrong in any place is refused', async () => {
    const { key, call } = await keyed();
    for (const wrong of [
      `${key}A`,
      key.slice(0, -1),
      key.replace(/_(.)/, '_$1x'),
      'ashlar_',
      'ashlar_abcdefgh_',
      newKey().key,
    ]) {
      expect(await call(`Bearer ${wrong}`), wrong).toMatchObject({ status: 401 });
    }
  });

  it('does only what its scopes allow', async () => {
    const { key, url } = await keyed();
    const call = modern(
      'tools/call',
      { name: 'remember', arguments: { name: 'a', text: 'b' } },
      { authorization: `Bearer ${key}` },
    );
    const answer = await ask(url, call);
    expect(answer.status).toBe(403);
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_scope", error_description="The token lacks a scope for this.", scope="echo:write"',
    );
  });

  it('that is revoked in the file is refused with the next request, and a new one is taken', async () => {
    const { key, stored, save, call } = await keyed();
    expect(await call(`Bearer ${key}`)).toMatchObject({ status: 200 });
    const other = newKey();
    save({ ...stored, revokedAt: at(0) }, { ...stored, id: other.id, hash: other.hash });
    expect(await call(`Bearer ${key}`)).toMatchObject({ status: 401 });
    expect(await call(`Bearer ${other.key}`)).toMatchObject({ status: 200 });
  });

  it('is never written to the log, and neither is its hash', async () => {
    const { key, stored, call, entries } = await keyed({ expiresAt: at(-1) });
    await call(`Bearer ${key}`);
    expect(JSON.stringify(entries)).toContain(stored.id);
    expect(JSON.stringify(entries)).not.toContain(key.slice(-43));
    expect(JSON.stringify(entries)).not.toContain(stored.hash);
  });
});

describe('a file of keys', () => {
  it('that is broken while the server runs lets nobody in', async () => {
    const { key, path, call } = await keyed();
    writeFileSync(path, '{');
    expect(await call(`Bearer ${key}`)).toMatchObject({ status: 503 });
  });

  it.each([
    ['is not there', undefined],
    ['is not JSON', '{'],
    [
      'has a key without an end',
      JSON.stringify({
        keys: [{ id: 'abcdefgh', hash: '0'.repeat(64), owner: 'a', scopes: ['x'], notBefore: at(0) }],
      }),
    ],
  ])('that %s stops the start with a sentence', async (_, text) => {
    const { path } = await keyed();
    if (text === undefined) rmSync(path);
    else writeFileSync(path, text);
    await expect(serve(server, ['--api-keys', path])).rejects.toThrow(/^--api-keys: the file cannot be used/);
  });
});
