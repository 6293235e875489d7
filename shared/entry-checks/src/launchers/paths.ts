import { escaped } from '../characters.ts';
import { type Finding, finding } from '../finding.ts';
import type { Surroundings } from './launcher.ts';

const ABSOLUTE = /^(\/(?!\/)|[A-Za-z]:[\\/])/;
/** Folders that anybody on the machine can write to, and what browsers put files into. Windows drops dots and blanks at an end. */
const ANYBODYS =
  /^(\/private)?(\/tmp|\/var\/tmp|\/dev|\/proc|\/Users\/Shared)(\/|$)|[\\/](Temp|Downloads)[. ]*([\\/]|$)|^[A-Z]:[\\/](tmp|Users[\\/]Public)[. ]*([\\/]|$)/i;

/** A program or a script of this machine: where it is may not depend on the folder that a host was started in. */
export function checkPath(where: string, path: string, { scope }: Surroundings): Finding[] {
  if (ABSOLUTE.test(path)) return checkPlace(where, path);
  if (path.startsWith('~/') || /^[\\/]{2}|:/.test(path)) {
    return [
      finding(
        'launcher-path',
        `${where}: ${escaped(path)} is no path that a program could open, or is on another machine.`,
        'Write the whole path, from the root of this machine.',
      ),
    ];
  }
  const code = scope === 'project' ? 'relative-to-project' : 'relative-path';
  const message = `${where}: ${escaped(path)} is relative, and means another file in each folder.`;
  return [finding(code, message, 'Write the whole path.'), ...checkPlace(where, path)];
}

function checkPlace(where: string, path: string): Finding[] {
  const around = path.split(/[\\/]/).some((part, at) => part === '..' || (part === '.' && at > 0));
  // A colon behind that of the drive is a second file within the first one.
  if (!ANYBODYS.test(path) && !around && !/^[A-Z]:.*:/i.test(path)) return [];
  return [
    finding(
      'launcher-path',
      `${where}: ${escaped(path)} is where anybody can put a file, or leads around with '..'.`,
      'Install the program where only you can write, and write its whole path.',
    ),
  ];
}
