import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checksOf } from './checks-of.ts';
import { surprises } from './exceptions.ts';
import { committedFigures, FIGURES_FILE, figureOf } from './figures.ts';
import { RUNS, SERVERS, titleOf } from './run.ts';

const HELP = `npm run conformance [-- <server> …] [--write]: runs the official conformance suite against ${SERVERS.join(', ')}.
--write keeps the figures that the documents give.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' }, write: { type: 'boolean' } },
});
const unknown = positionals.find((name) => !SERVERS.includes(name));
if (values.help || unknown !== undefined) {
  process.stdout.write(HELP);
  process.exitCode = unknown === undefined ? 0 : 2;
} else {
  const figures = { ...committedFigures() };
  for (const run of RUNS) {
    if (positionals.length > 0 && !positionals.includes(run.server)) continue;
    const checks = await checksOf(run);
    const figure = figureOf(run, checks);
    figures[titleOf(run)] = figure;
    process.stdout.write(`${titleOf(run)}: ${figure.passed} of ${figure.made}\n`);
    for (const surprise of surprises(run, checks)) {
      process.stdout.write(`    ${surprise}\n`);
      process.exitCode = 1;
    }
  }
  const inOrder = Object.fromEntries(RUNS.map((run) => [titleOf(run), figures[titleOf(run)]]));
  if (values.write) writeFileSync(FIGURES_FILE, `${JSON.stringify(inOrder, undefined, 2)}\n`);
}
