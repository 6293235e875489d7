import { expect, it } from 'vitest';
import { SHAPES } from '../src/hosts/shapes.ts';
import { prepared } from '../src/probe/startable.ts';
import type { Configured } from '../src/servers/configured.ts';

const MACHINE = { platform: 'linux', env: { SET: '/set' }, home: '/h', cwd: '/p' } as const;

function start(shape: keyof typeof SHAPES, args: readonly string[], cwd?: string) {
  const entry = { command: 'npx', args, env: {}, ...(cwd !== undefined && { cwd }) };
  const host = { shape: SHAPES[shape] } as Configured['host'];
  const { what, faults } = prepared({ host, name: 'x', entry, findings: [] }, MACHINE);
  return faults.length > 0 ? faults : what;
}

it('what a host would put in is put in, also for the folder', () => {
  expect(start('vscode', ['\u0024{env:SET}/a'], '\u0024{workspaceFolder}/b')).toMatchObject({
    args: ['/set/a'],
    cwd: '/p/b',
  });
  expect(
    start('claudeCode', ['\u0024{SET:-/other}', '\u0024{UNSET:-/other}', '\u0024{UNSET:-}']),
  ).toMatchObject({
    args: ['/set', '/other', ''],
    cwd: '/p',
  });
});

it('what only the host knows is told of, and nothing is started', () => {
  expect(start('claudeCode', ['\u0024{UNSET}'])).toEqual([
    '\u0024{UNSET} is known to the host alone, so it is not started',
  ]);
  expect(start('vscode', [], '\u0024{workspaceFolder:other}')).toEqual([
    '\u0024{workspaceFolder:other} is known to the host alone, so it is not started',
  ]);
});
