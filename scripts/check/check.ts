import { generated } from './generated.ts';
import { imports } from './imports.ts';
import { layout } from './layout.ts';
import { packages } from './packages.ts';
import { sizes } from './sizes.ts';
import { stdout } from './stdout.ts';
import { style } from './style.ts';
import { surface } from './surface.ts';
import { types } from './types.ts';

/** One thing the workspace below `root` promises of itself. Gives what is wrong, a sentence each. */
export type Check = (root: string) => Promise<string[]>;

const CHECKS: Readonly<Record<string, Check>> = {
  types,
  style,
  stdout,
  layout,
  imports,
  sizes,
  generated,
  surface,
  packages,
};

/** Runs all checks, or those named, and ends with exit code 1 when one found something. */
async function main(names: readonly string[], root: string): Promise<void> {
  if (names.includes('--help')) {
    console.log(`npm run check [-- <name> …]: ${Object.keys(CHECKS).join(', ')}`);
    return;
  }
  const unknown = names.find((name) => !Object.hasOwn(CHECKS, name));
  if (unknown !== undefined) {
    console.error(`There is no check '${unknown}'; there are ${Object.keys(CHECKS).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  for (const [name, check] of Object.entries(CHECKS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const started = performance.now();
    const problems = await check(root).catch(cannotBeDone);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    console.log(`${problems.length === 0 ? 'ok    ' : 'failed'} ${name} (${seconds} s)`);
    for (const problem of problems) console.log(problem.replaceAll(/^/gm, '    '));
    if (problems.length > 0) process.exitCode = 1;
  }
}

/** A check that cannot be done has not been passed, and keeps nobody from the others. */
function cannotBeDone(error: Error): string[] {
  return [`the check itself failed: ${error.stack}`];
}

await main(process.argv.slice(2), process.cwd());
