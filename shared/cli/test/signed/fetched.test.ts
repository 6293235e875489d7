import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { fetched, installed } from '../../src/signed/fetched.ts';
import { NotVerified } from '../../src/signed/not-verified.ts';
import { filesIn, unzipped } from '../../src/signed/tarball.ts';
import { Desk } from '../fixture/desk.ts';
import { npmRegistry, packed } from '../fixture/npm-registry.ts';

it('compares what npm has installed with what was verified, once more', { timeout: 120_000 }, async () => {
  const { folder } = new Desk();
  const name = '@ashlar/echo';
  const { tarball } = await packed(folder, { name, version: '1.0.0', bin: 'main.js' }, { 'main.js': '0;\n' });
  const path = join(folder, 'echo.tgz');
  writeFileSync(path, tarball);
  const files = filesIn(unzipped(tarball));
  const install = (verified: ReadonlyMap<string, Buffer>, into: string) => {
    const place = join(folder, into);
    mkdirSync(place);
    writeFileSync(join(place, 'package.json'), '{ "private": true }');
    return installed(path, { name, files: verified }, place);
  };
  expect(await install(files, 'same')).toBe(join(folder, 'same', 'node_modules', '@ashlar', 'echo'));
  const other = new Map([...files, ['main.js', Buffer.from('1;\n')]]);
  await expect(install(other, 'other')).rejects.toThrow('npm has not installed main.js as it was signed');
  const less = new Map([...files].filter(([file]) => file !== 'main.js'));
  await expect(install(less, 'less')).rejects.toThrow('npm has not installed main.js as it was signed');
  const more = new Map([...files, ['worker.js', Buffer.from('')]]);
  await expect(install(more, 'more')).rejects.toThrow('npm has not installed worker.js as it was signed');
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('npm_config_package_lock_only', 'true');
  await expect(install(files, 'nowhere')).rejects.toThrow('npm has not installed it in the folder');
});

it('refuses a tarball by its size, before anybody reads it', { timeout: 120_000 }, async () => {
  const { folder } = new Desk();
  const content = randomBytes(21 * 1024 * 1024).toString('latin1');
  const large = await packed(folder, { name: 'large', version: '1.0.0' }, { content });
  const small = await packed(folder, { name: 'small', version: '1.0.0' });
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('npm_config_registry', await npmRegistry([large, small]));
  const into = (name: string) => {
    const place = join(folder, name);
    mkdirSync(place);
    return fetched(`${name}@1.0.0`, place);
  };
  expect(await into('small')).toBe(join(folder, 'small', 'small-1.0.0.tgz'));
  await expect(into('large')).rejects.toThrow(new NotVerified('the tarball is larger than 20971520 bytes'));
});

type Files = ReadonlyMap<string, Buffer>;

/** A package whose program stands in the way of a script, installed as if it were `verified`. */
async function installing(more: object, verified: (files: Files) => Files) {
  const { folder } = new Desk();
  const meddles = `node -e "require('node:fs').writeFileSync(process.argv[1], 'meddled')"`;
  const registry = await npmRegistry([
    await packed(folder, {
      name: 'meddler',
      version: '1.0.0',
      scripts: { install: `${meddles} ../@ashlar/echo/main.js` },
    }),
  ]);
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('npm_config_registry', registry);
  const marker = join(folder, 'ran');
  const manifest = { name: '@ashlar/echo', version: '1.0.0', bin: 'main.js', ...more };
  const scripts = { preinstall: `${meddles} ${marker}` };
  const { tarball } = await packed(folder, { ...manifest, scripts }, { 'main.js': '0;\n' });
  const path = join(folder, 'echo.tgz');
  writeFileSync(path, tarball);
  const files = filesIn(unzipped(tarball));
  const place = join(folder, 'place');
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), '{ "private": true }');
  const done = installed(path, { name: '@ashlar/echo', files: verified(files) }, place);
  return { done, hasRun: () => existsSync(marker) };
}

it('runs no script of a package that is not as it was verified', { timeout: 120_000 }, async () => {
  const { done, hasRun } = await installing(
    {},
    (files) => new Map([...files, ['package.json', Buffer.of()]]),
  );
  await expect(done).rejects.toThrow('npm has not installed package.json as it was signed');
  expect(hasRun()).toBe(false);
});

it('runs no script of a dependency', { timeout: 120_000 }, async () => {
  const { done, hasRun } = await installing({ dependencies: { meddler: '1.0.0' } }, (files) => files);
  expect(existsSync(join(await done, 'main.js'))).toBe(true);
  expect(hasRun()).toBe(false);
});
