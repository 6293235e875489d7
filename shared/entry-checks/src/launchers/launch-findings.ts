import { escaped } from '../characters.ts';
import { type Finding, finding } from '../finding.ts';
import type { Launch } from './launcher.ts';

export function refused(...findings: Finding[]): Launch {
  return { findings, packages: [] };
}

export function wrongFlag(launcher: string, flag: string, fix: string): Finding {
  return finding(
    'launcher-flag',
    `args: ${launcher} ${escaped(flag)} is not among what an entry may say.`,
    fix,
  );
}

export function nothingToRun(launcher: string): Finding {
  return finding(
    'launcher-program',
    `args: ${launcher} is not told what to run.`,
    'Name the package or the program of the server.',
  );
}
