import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pnpmEnvironment, pnpmThroughNpx } from '../scripts/setup/pnpm.mjs';
import { ROOT } from '../scripts/setup/workspace.mjs';

it('is the pnpm that package.json pins', () => {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+$/);
  expect(pnpmThroughNpx(ROOT, ['install'])).toEqual(['-y', '--loglevel=error', packageManager, 'install']);
});

it('reaches the registry as npm was told to', () => {
  const npm = {
    npm_config_cafile: '/ca',
    npm_config_registry: 'https://r',
    npm_config_https_proxy: 'http://p',
  };
  expect(pnpmEnvironment(npm)).toEqual({
    ...npm,
    NODE_EXTRA_CA_CERTS: '/ca',
    pnpm_config_registry: 'https://r',
    HTTPS_PROXY: 'http://p',
  });
});

it('is told nothing that nobody said, and what was said to it directly counts more', () => {
  expect(pnpmEnvironment({ npm_config_cafile: '' })).toEqual({ npm_config_cafile: '' });
  expect(pnpmEnvironment({ npm_config_cafile: '/a', NODE_EXTRA_CA_CERTS: '/b' }).NODE_EXTRA_CA_CERTS).toBe(
    '/b',
  );
});
