import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { GUARDS } from './guards.ts';
import { runWithout } from './run-without.ts';
import { SKIPPED } from './verdict.ts';

const HELP = `npm run guards [-- <name> …]: takes out each guard of docs/security-model.md, one at a time, and runs the test that has to fail.
Nothing on the disk is changed. Exit code 1 where a test has not noticed; one that is skipped here is told of.
`;
/** At once: each is a process with another one for its test, and tests of time want some of it. */
const AT_ONCE = Math.min(2, availableParallelism());

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' } },
});
const unknown = positionals.find((asked) => !GUARDS.some(({ name }) => name === asked));
if (values.help || unknown !== undefined) {
  process.stdout.write(`${HELP}The guards: ${GUARDS.map(({ name }) => name).join(', ')}.\n`);
  process.exitCode = unknown === undefined ? 0 : 2;
} else {
  const asked = GUARDS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const left = [...asked];
  const problems: string[] = [];
  const work = async () => {
    for (let guard = left.shift(); guard !== undefined; guard = left.shift()) {
      const problem = await runWithout(guard);
      process.stdout.write(`${guard.name}: ${problem ?? 'its test fails without it'}\n`);
      if (problem !== undefined) problems.push(problem);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const skipped = problems.filter((problem) => problem === SKIPPED).length;
  const noticed = `${asked.length - problems.length} of ${asked.length} guards are missed by their tests`;
  process.stdout.write(`${noticed}${skipped > 0 ? `, ${skipped} tests are skipped here` : ''}.\n`);
  if (problems.length > skipped) process.exitCode = 1;
}
