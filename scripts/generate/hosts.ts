import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTS } from '../../shared/cli/src/hosts/hosts.ts';
import type { Machine } from '../../shared/cli/src/hosts/machine.ts';
import type { References } from '../../shared/cli/src/hosts/shape.ts';
import { CODES } from '../../shared/entry-checks/src/index.ts';
import { table } from '../../shared/kit/src/generate/parts.ts';

const MAC: Machine = { platform: 'darwin', env: {}, home: '~', cwd: '.' };
const LINUX: Machine = { ...MAC, platform: 'linux' };
const WINDOWS: Machine = { ...MAC, platform: 'win32', env: { APPDATA: '%APPDATA%' }, home: '%USERPROFILE%' };

/** A table of the hosts, their files and how they are told of secrets. */
export function hosts(): string {
  const rows = Object.entries(HOSTS).map(([id, { title, place, shape }]) => {
    const users = [MAC, LINUX, WINDOWS].map((machine) => place('user', machine)?.paths[0]);
    const user = [...new Set(users)].map((path) => (path === undefined ? '–' : `\`${path}\``)).join('<br>');
    const project = place('project', LINUX)?.paths[0];
    return [
      `\`${id}\``,
      title,
      user,
      project === undefined ? '–' : `\`${project}\``,
      secrets(shape.references),
    ];
  });
  return table(
    ['`--host`', 'host', "user's file: macOS, Linux, Windows", "project's file", 'a secret'],
    rows,
  );
}

function secrets({ text, forwarded, isInherited }: References): string {
  if (forwarded !== undefined) return `\`${forwarded}\``;
  if (text !== undefined) return `\`${text('NAME')}\``;
  return isInherited === true ? 'from its environment' : 'cannot be told of one';
}

/** A table of what can be wrong with an entry. */
export function codes(): string {
  const rows = Object.entries(CODES).map(([code, { severity, means }]) => [`\`${code}\``, severity, means]);
  return table(['code', '', 'what is wrong'], rows);
}

interface Tried {
  version: string;
  starts?: string;
  lists?: true;
  adds?: true;
}

/** A table of what has been seen of hosts that npm has, and with which version. */
export function tried(root: string): string {
  const seen: Record<string, Tried> = JSON.parse(
    readFileSync(join(root, 'test', 'hosts', 'tried.json'), 'utf8'),
  );
  const rows = Object.entries(seen).map(([id, { version, starts, lists, adds }]) => [
    `${HOSTS[id]?.title} ${version}`,
    starts ?? '–',
    lists === true ? 'yes' : '–',
    adds === true ? 'yes' : '–',
  ]);
  return table(
    ['host', 'starts what `add` has written', 'lists it', '`list` reads what it adds itself'],
    rows,
  );
}
