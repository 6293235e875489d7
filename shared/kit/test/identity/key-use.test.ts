import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { KeyUse, readKeyUse } from '../../src/identity/keys/key-use.ts';
import { ask, serve } from '../fixture/http.ts';
import { at, keyFile, testFolder } from '../fixture/key-file.ts';
import { whoamiCall, whoamiServer } from '../fixture/whoami-server.ts';

const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;

/** A file of keys that need not exist, and servers that keep when its keys were used. */
function kept() {
  const path = join(testFolder(), 'keys.json');
  const failed: unknown[] = [];
  const instance = () => {
    const use = new KeyUse(path, (error) => void failed.push(error));
    onTestFinished(() => use.close());
    return use;
  };
  return { path, sidecar: `${path}.used`, failed, instance };
}

describe('the last use of a key', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it('stands beside the file of keys, written at most once a minute', () => {
    const { path, sidecar, instance } = kept();
    const use = instance();
    const first = Date.now();
    use.used('aaaaaaaa');
    vi.advanceTimersByTime(1);
    expect(readKeyUse(path)).toEqual(new Map([['aaaaaaaa', first]]));
    const written = readFileSync(sidecar, 'utf8');
    for (let second = 0; second < 59; second++) {
      use.used('aaaaaaaa');
      vi.advanceTimersByTime(1_000);
      expect(readFileSync(sidecar, 'utf8')).toBe(written);
    }
    vi.advanceTimersByTime(1_000);
    expect(readKeyUse(path).get('aaaaaaaa')).toBeGreaterThan(first);
  });

  it('is written when the server ends', () => {
    const { path, instance } = kept();
    const use = instance();
    use.used('aaaaaaaa');
    use.close();
    expect(readKeyUse(path).size).toBe(1);
  });

  it('of several instances is the newest, and none is lost', () => {
    const { path, instance } = kept();
    const [one, two] = [instance(), instance()];
    one.used('aaaaaaaa');
    one.used('bbbbbbbb');
    vi.advanceTimersByTime(5);
    two.used('bbbbbbbb');
    two.used('cccccccc');
    const late = Date.now();
    vi.advanceTimersByTime(MINUTE);
    one.used('aaaaaaaa');
    const latest = Date.now();
    vi.advanceTimersByTime(MINUTE);
    const expected = new Map([
      ['aaaaaaaa', latest],
      ['bbbbbbbb', late],
      ['cccccccc', late],
    ]);
    expect(readKeyUse(path)).toEqual(expected);
    expect(two.all()).toEqual(expected);
  });

  it('waits while somebody else writes, but not for who gave up', () => {
    const { path, sidecar, instance } = kept();
    const use = instance();
    const lock = `${sidecar}.tmp`;
    writeFileSync(lock, '');
    utimesSync(lock, Date.now() / 1_000, Date.now() / 1_000);
    use.used('aaaaaaaa');
    vi.advanceTimersByTime(5_000);
    expect([existsSync(sidecar), existsSync(lock)]).toEqual([false, true]);
    vi.advanceTimersByTime(7_000);
    expect(readKeyUse(path).size).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });

  it.each(['{', '[]', '{"aaaaaaaa":"yesterday"}', '{"aaaaaaaa":7}'])(
    'is begun anew where %j stands instead',
    (text) => {
      const { path, sidecar, instance } = kept();
      writeFileSync(sidecar, text);
      const use = instance();
      use.used('bbbbbbbb');
      vi.advanceTimersByTime(1);
      expect([...readKeyUse(path).keys()]).toEqual(['bbbbbbbb']);
    },
  );
});

describe('a server', () => {
  const served = async (path: string) => serve(whoamiServer, ['--api-keys', path]);

  it('keeps when each key was used, and does not touch the file of keys', async () => {
    const { path, keys } = keyFile({ owner: 'ann' }, { owner: 'bob' }, { owner: 'eve' });
    const before = readFileSync(path, 'utf8');
    const { url, stop } = await served(path);
    const call = async (key = '') => (await ask(url, whoamiCall(`Bearer ${key}`))).status;
    expect(await call(keys[0]?.key)).toBe(200);
    await vi.waitUntil(() => readKeyUse(path).size === 1);
    expect([await call(keys[1]?.key), await call(`${keys[2]?.key}x`)]).toEqual([200, 401]);
    await stop();
    expect([...readKeyUse(path).keys()]).toEqual(keys.slice(0, 2).map(({ stored }) => stored.id));
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('does not call a key unused that another instance has seen', async () => {
    const { path, keys } = keyFile({ owner: 'ann', notBefore: at(-60 * DAY) });
    writeFileSync(`${path}.used`, JSON.stringify({ [keys[0]?.stored.id ?? '']: at(-DAY) }));
    const { entries } = await served(path);
    expect(JSON.stringify(entries)).not.toContain('key unused');
  });

  it('that cannot write beside the file goes on, and says so once', async () => {
    const { path, keys } = keyFile({ owner: 'ann' });
    mkdirSync(`${path}.used`); // as a folder it can be neither read nor replaced
    const { url, entries } = await served(path);
    const said = () => entries.filter(({ message }) => message === 'auth drift: key use not kept');
    for (let i = 0; i < 3; i++) {
      expect((await ask(url, whoamiCall(`Bearer ${keys[0]?.key}`))).status).toBe(200);
    }
    await vi.waitUntil(() => said().length > 0);
    expect(said()).toMatchObject([{ code: expect.stringMatching(/^E/) }]);
  });
});
