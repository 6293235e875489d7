import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyFile } from '../fixture/key-file.ts';
import { echoCommand } from '../fixture/programs.ts';
import { start } from '../fixture/raw.ts';
import { hasRedis, TestRedis } from '../fixture/redis.ts';

/** How a program ended that was started with these arguments, and what it said. */
async function ended(args: string[]) {
  const program = start(echoCommand(args));
  const { code } = await program.exited;
  return { code, said: program.stderr() };
}

describe('a program whose callers could not be identified', () => {
  it.each([
    ['--api-keys', '/no/such/file'],
    ['--auth-issuer', 'http://idp.example.test'],
  ])('because of %s %s ends with a sentence, and listens to nobody', async (...args) => {
    const { code, said } = await ended(['--http', '127.0.0.1:0', ...args]);
    expect(code).toBe(2);
    expect(said).toMatch(new RegExp(`^ashlar-echo: ${args[0]}: .*\\.\n$`));
  });

  it.skipIf(!hasRedis)('or whose port is in use ends, also with Redis (needs redis-server)', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const address = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    const redis = await TestRedis.start();
    const { path } = keyFile({ owner: 'ann' });
    const args = ['--http', address, '--api-keys', path, '--revocations', redis.url];
    expect(await ended(args)).toMatchObject({ code: 2, said: expect.stringContaining('is in use') });
  });
});
