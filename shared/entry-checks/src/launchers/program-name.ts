import { escaped } from '../characters.ts';
import { type Finding, finding } from '../finding.ts';
import type { PackageRef } from '../package-ref.ts';
import { isRunner } from './runners.ts';

/**
 * The program that is run out of a package. Launchers look it up on the PATH as well, so a free choice would be any
 * program of the machine: it has to be named after a package that is fetched, as `mcp-server-git` or, of a scope,
 * `ashlar-sql` of `@ashlar/sql`.
 */
export function checkProgramName(name: string, packages: readonly PackageRef[]): Finding[] {
  const own = packages.flatMap((each) => {
    const [first = '', second] = each.name.replace('@', '').split('/');
    return second === undefined ? [first] : [second, `${first}-${second}`];
  });
  if (own.includes(name) && !isRunner(name)) return [];
  return [
    finding(
      'launcher-program',
      `args: ${escaped(name)} is not a program named after one of the packages.`,
      `Name one of ${own.filter((each) => !isRunner(each)).join(', ') || 'the packages of the server'}.`,
    ),
  ];
}
