import type { Finding } from '../finding.ts';
import { type PackageRef, readPypi } from '../package-ref.ts';
import type { Words } from '../words.ts';
import { nothingToRun, refused, wrongFlag } from './launch-findings.ts';
import type { Launch, Surroundings } from './launcher.ts';
import { checkPath } from './paths.ts';
import { checkProgramName } from './program-name.ts';
import { checkScript } from './python.ts';
import { checkRunner } from './runners.ts';

const FIX = 'Only --from with a package, --python with a version and --quiet may stand before the package.';

/** `uvx [--from <package>] <package or program> …`. Other flags change where packages come from, or add some. */
export function uvx(words: Words): Launch {
  const findings: Finding[] = [];
  const packages: PackageRef[] = [];
  const add = (text: string) => {
    const read = readPypi(text);
    if ('ref' in read) packages.push(read.ref);
    else findings.push(...read.findings);
  };
  while (words.isFlag) {
    const flag = words.take() as string;
    if (/^(-q|--quiet)$/.test(flag)) continue;
    const [name = '', joined] = flag.split(/=(.*)/s);
    const value = joined ?? words.take() ?? '';
    if (name === '--from' && packages.length === 0) add(value);
    else if (!(/^(-p|--python)$/.test(name) && /^\d+(\.\d+){0,2}$/.test(value))) {
      return refused(...findings, wrongFlag('uvx', flag, FIX));
    }
  }
  const target = words.take();
  if (target === undefined) return { findings: [...findings, nothingToRun('uvx')], packages };
  if (packages.length > 0 || findings.length > 0) findings.push(...checkProgramName(target, packages));
  else add(target);
  return { findings: [...findings, ...packages.flatMap(checkRunner)], packages };
}

/** `uv [--directory <path>] run <program of that project>`, and `uv tool run`, which is uvx. */
export function uv(words: Words, surroundings: Surroundings): Launch {
  const findings: Finding[] = [];
  while (/^--(directory|project)(=|$)/.test(words.next ?? '')) {
    const [, joined] = (words.take() as string).split(/=(.*)/s);
    findings.push(...checkPath('args', joined ?? words.take() ?? '', surroundings));
  }
  const action = words.take();
  if (action === 'tool' && words.take() === 'run') {
    const launch = uvx(words);
    return { ...launch, findings: [...findings, ...launch.findings] };
  }
  if (action !== 'run' || words.isFlag) {
    return refused(
      wrongFlag('uv', words.next ?? action ?? '', 'Use uv --directory <path> run <program>, or uvx.'),
    );
  }
  const target = words.take();
  if (target === undefined) return refused(...findings, nothingToRun('uv run'));
  return { findings: [...findings, ...checkScript(target, surroundings)], packages: [] };
}
