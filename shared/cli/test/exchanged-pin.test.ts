import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exchangedPin } from '../src/doctor/exchanged-pin.ts';
import type { Machine } from '../src/hosts/machine.ts';
import { Desk } from './fixture/desk.ts';
import { integrity, npmRegistry, packed } from './fixture/npm-registry.ts';

it('a locked version that the registry has another hash of is told of, and no other one', async () => {
  const manifest = { name: 'echo-mcp', version: '3.2.1', bin: 'main.js' };
  const maker = new Desk();
  const locked = await packed(join(maker.folder, 'first'), manifest, { 'main.js': '' });
  const packages = [locked];
  const { home, project: cwd } = new Desk(await npmRegistry(packages));
  appendFileSync(join(home, '.npmrc'), `cache=${join(home, 'cache')}\nprefer-online=true\n`);
  const machine: Machine = { platform: process.platform, env: {}, home, cwd };
  const pin = { package: 'npm:echo-mcp@3.2.1', integrity: integrity(locked.tarball) };
  expect(await exchangedPin([pin], machine)).toBeUndefined();
  packages[0] = await packed(join(maker.folder, 'second'), manifest, { 'main.js': '// and more' });
  expect(await exchangedPin([pin], machine)).toContain('echo-mcp@3.2.1 is not the one in ashlar.lock');
  const odd = (spec: string) => exchangedPin([{ package: `npm:${spec}`, integrity: '' }], machine);
  for (const spec of [
    `--logs-dir=${join(home, 'logs')}`,
    `file:${home}`,
    'git+ssh://x/y',
    'echo-mcp',
    'echo-mcp@^3',
  ])
    expect(await odd(spec)).toContain(`but ${spec}, so it was not started`);
  expect(existsSync(join(home, 'logs'))).toBe(false);
  packages.length = 0;
  expect(await exchangedPin([pin], machine)).toBeUndefined();
});
