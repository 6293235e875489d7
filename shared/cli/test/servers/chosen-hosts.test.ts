import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foundHosts } from '../../src/hosts/found-hosts.ts';
import { HOSTS } from '../../src/hosts/hosts.ts';
import type { Machine } from '../../src/hosts/machine.ts';
import { Desk, hasTerminal } from '../fixture/desk.ts';

const ADD = ['add', 'https://mcp.example.com/mcp', '--name', 'example'];
/** What a person has who uses Cursor and Codex. */
function used(): Desk {
  const desk = new Desk();
  desk.write('home/.cursor/argv.json', '{}');
  desk.write('home/.codex/config.toml', '');
  return desk;
}
const machineOf = ({ home, project, env }: Desk): Machine => ({
  platform: process.platform,
  env,
  home,
  cwd: project,
});
const written = ({ home }: Desk) =>
  ['.cursor/mcp.json', '.codex/config.toml', '.gemini/settings.json'].filter(
    (file) => existsSync(join(home, file)) && readFileSync(join(home, file), 'utf8').includes('example'),
  );

describe('hosts that nobody named', () => {
  it('are those of which a file or a folder of their own is there', () => {
    expect(foundHosts(machineOf(new Desk()))).toEqual([]);
    expect(foundHosts(machineOf(used())).map(([id]) => id)).toEqual(['cursor', 'codex']);
  });

  it.each(Object.keys(HOSTS))('are found by the file that is written for them: %s', (id) => {
    const desk = new Desk();
    const machine = machineOf(desk);
    const place = HOSTS[id]?.place('user', machine) ?? HOSTS[id]?.place('project', machine);
    for (const path of place?.paths ?? []) desk.write(path.slice(desk.folder.length + 1), '');
    expect(foundHosts(machine).map(([each]) => each)).toContain(id);
  });

  it.each([['--yes'], ['--print'], ['--link'], []])(
    'are named, and not written to, where nobody can be asked: %s',
    async (...flags) => {
      const desk = used();
      const before = desk.files();
      const { status, stdout, stderr } = await desk.ashlar([...ADD, ...flags]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toBe(
        'ashlar: --host is missing: found on this machine: cursor, codex. See ashlar add --help.\n',
      );
      expect(desk.files()).toEqual(before);
    },
  );

  it('are none where none is there', async () => {
    const { status, stderr } = await new Desk().ashlar([...ADD, '--yes']);
    expect(status).toBe(2);
    expect(stderr).toContain(
      '--host is missing: no host is found on this machine; name one, such as --host cursor.',
    );
  });
});

describe.skipIf(!hasTerminal)('a person at a terminal', () => {
  it('is asked into which of the hosts that are there, and then whether to write', async () => {
    const one = used();
    expect(await one.atTerminal(ADD, 'codex\n', 'y\n')).toContain('Found on this machine: cursor, codex.');
    expect(written(one)).toEqual(['.codex/config.toml']);
    const all = used();
    await all.atTerminal(ADD, '\n', 'y\n');
    expect(written(all)).toEqual(['.cursor/mcp.json', '.codex/config.toml']);
    const none = used();
    await none.atTerminal(ADD, 'codex, cursor\n', 'n\n');
    expect(written(none)).toEqual([]);
  });

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('who types %s has nothing written, and sees nothing of the program', async (_, key) => {
    for (const answers of [[key], ['\n', key]]) {
      const desk = used();
      const seen = await desk.atTerminal(ADD, ...answers);
      expect(seen).toMatch(/\] (\^C|\^D)?\r\nashlar: Nothing was written\.\r\n\[130\]$/);
      expect(seen).not.toMatch(/Error|node:/);
      expect(written(desk)).toEqual([]);
    }
  });

  it('is told of a host that there is not', async () => {
    const desk = used();
    expect(await desk.atTerminal(ADD, 'cursr\n')).toContain('Did you mean cursor?');
    expect(written(desk)).toEqual([]);
  });

  it('is not asked which where there is one', async () => {
    const desk = new Desk();
    desk.write('home/.gemini/settings.json', '{}');
    expect(await desk.atTerminal(ADD, 'y\n')).not.toContain('Into which');
    expect(written(desk)).toEqual(['.gemini/settings.json']);
  });
});
