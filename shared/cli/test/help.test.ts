import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/commands.ts';
import { help, helpOf } from '../src/help.ts';
import { Desk } from './fixture/desk.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));

describe('ashlar', () => {
  it('tells on standard output what it can do, where it is asked nothing or for help', async () => {
    const desk = new Desk();
    for (const args of [[], ['--help'], ['-h'], ['help']]) {
      expect(await desk.ashlar(args)).toEqual({ status: 0, stdout: help(), stderr: '' });
    }
  });

  it('tells how each command is typed', async () => {
    const desk = new Desk();
    const of = (name: string) => helpOf(name, COMMANDS[name] as (typeof COMMANDS)[string]);
    for (const args of [
      ['add', '--help'],
      ['add', 'x', '-h'],
      ['help', 'add'],
    ])
      expect(await desk.ashlar(args)).toEqual({ status: 0, stdout: of('add'), stderr: '' });
    expect(of('add')).toContain('ashlar add filesystem --host cursor -- ~/notes');
    expect(of('add')).toContain('lm-studio');
    expect(of('fork')).not.toContain('<host>');
  });

  it('takes what stands behind -- for the server’s', async () => {
    const { status, stderr } = await new Desk().ashlar(['add', '--', '--help']);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'ashlar: <server> is missing. See ashlar add --help.\n',
    });
  });

  it('ends in good order where its reader has seen enough', async () => {
    const { child, ended } = new Desk().started(['--help'], 'pipe');
    child.stdout?.destroy();
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    expect([await ended, stderr]).toEqual([0, '']);
  });

  it.skipIf(process.platform === 'win32')('says in a sentence what the system refuses', async () => {
    const desk = new Desk();
    symlinkSync('loop', join(desk.project, 'loop'));
    for (const line of ['audit tail loop', 'audit verify loop', 'usage loop'])
      expect(await desk.ashlar(line.split(' '))).toEqual({
        status: 2,
        stdout: '',
        stderr: 'ashlar: loop cannot be used (ELOOP).\n',
      });
  });

  it('has lines for a terminal', () => {
    const all = [help(), ...Object.entries(COMMANDS).map(([name, command]) => helpOf(name, command))];
    const long = all.flatMap((text) => text.split('\n')).filter((line) => line.length > 114);
    expect(long).toEqual([]);
  });

  it('tells its version', async () => {
    for (const flag of ['--version', '-v'])
      expect(await new Desk().ashlar([flag])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    ['frok', "There is no command 'frok'. Did you mean fork? See ashlar --help."],
    ['quite-other', "There is no command 'quite-other'. See ashlar --help."],
    ['constructor', "There is no command 'constructor'. See ashlar --help."],
    ['list --v1.2', "Unknown option '--v1.2'. See ashlar list --help."],
    ['list --nope', "Unknown option '--nope'. See ashlar list --help."],
  ])('says of %s what to do instead', async (line, sentence) => {
    const { status, stdout, stderr } = await new Desk().ashlar(line.split(' '));
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: `ashlar: ${sentence}\n` });
  });
});
