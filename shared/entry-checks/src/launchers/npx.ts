import type { Finding } from '../finding.ts';
import { type PackageRef, readNpm } from '../package-ref.ts';
import type { Words } from '../words.ts';
import { nothingToRun, refused, wrongFlag } from './launch-findings.ts';
import type { Launch } from './launcher.ts';
import { checkProgramName } from './program-name.ts';
import { checkRunner } from './runners.ts';

/** `npx [-y] [-p <package>]… <package or program> …` and its like: `bunx`, `pnpm dlx`. `-c` would be a shell. */
export function npx(words: Words): Launch {
  return npmPackage(words, { launcher: 'npx', quiet: /^(-y|--yes)$/, packages: /^(-p|--package)$/ });
}

export function bunx(words: Words): Launch {
  return npmPackage(words, { launcher: 'bunx', quiet: /^(--bun|-y|--yes)$/, packages: /^(-p|--package)$/ });
}

export function pnpm(words: Words): Launch {
  const action = words.take();
  if (action !== 'dlx') return refused(wrongFlag('pnpm', action ?? '', 'Use pnpm dlx <package>@<version>.'));
  return npmPackage(words, { launcher: 'pnpm dlx', quiet: /^(-s|--silent)$/, packages: /^--package$/ });
}

interface Grammar {
  launcher: string;
  /** Flags that change nothing of what runs. */
  quiet: RegExp;
  /** The flag that names a package beside the program. */
  packages: RegExp;
}

function npmPackage(words: Words, grammar: Grammar): Launch {
  const findings: Finding[] = [];
  const packages: PackageRef[] = [];
  const add = (text: string) => {
    const read = readNpm(text);
    if ('ref' in read) packages.push(read.ref);
    else findings.push(...read.findings);
  };
  while (words.isFlag) {
    const flag = words.take() as string;
    const [name = '', value] = flag.startsWith('--') ? flag.split(/=(.*)/s) : [flag];
    if (value === undefined && grammar.quiet.test(name)) continue;
    if (!grammar.packages.test(name)) {
      const fix = `Only -y, and -p with a package, may stand before the package of ${grammar.launcher}.`;
      return refused(...findings, wrongFlag(grammar.launcher, flag, fix));
    }
    add(value ?? words.take() ?? '');
  }
  const target = words.take();
  if (target === undefined) return { findings: [...findings, nothingToRun(grammar.launcher)], packages };
  if (packages.length > 0 || findings.length > 0) findings.push(...checkProgramName(target, packages));
  else add(target);
  return { findings: [...findings, ...packages.flatMap(checkRunner)], packages };
}
