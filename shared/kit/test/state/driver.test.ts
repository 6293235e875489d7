import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../src/build/bundle.ts';
import { startHttp } from '../../src/testing/index.ts';
import { ask } from '../fixture/http.ts';
import { packageOf, TINY } from '../fixture/package.ts';
import { start } from '../fixture/raw.ts';
import { hasRedis, TestRedis } from '../fixture/redis.ts';

const DRIVER = join(import.meta.dirname, '../..', 'node_modules', 'ioredis');

describe('a built server that is to share its state', () => {
  let folder: string;
  const command = (url: string) => ({
    command: process.execPath,
    args: [join(folder, 'dist', 'main.js'), '--state', url],
  });
  beforeAll(async () => {
    folder = await packageOf(TINY);
    await bundle(folder);
  }, 30_000);

  it('says how to start it where the driver is not installed', async () => {
    const server = start(command('redis://:word@127.0.0.1:1'));
    expect(await server.exited).toEqual({ code: 2, signal: null });
    expect(server.stderr()).toBe(
      'ashlar-tiny: --state: needs the Redis driver, which is not installed; start with: npx -y -p @ashlar/tiny -p ioredis@6 ashlar-tiny …\n',
    );
    expect(server.lines).toEqual([]);
  });

  it.skipIf(!hasRedis)('uses the driver that stands beside it (needs redis-server)', async () => {
    await mkdir(join(folder, 'node_modules'), { recursive: true });
    await symlink(DRIVER, join(folder, 'node_modules', 'ioredis'), 'junction');
    const redis = await TestRedis.start();
    const server = await startHttp(command(redis.url));
    const ready = () => ask(new URL('/readyz', server.url).href, { method: 'GET' });
    expect(await ready()).toMatchObject({ status: 200 });
    expect(redis.ask('CLIENT', 'LIST')).toContain('name=ashlar-tiny');
    await server.stop();
    expect(redis.ask('CLIENT', 'LIST')).not.toContain('name=ashlar-tiny');
  });
});
