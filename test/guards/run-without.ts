import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf } from '../../scripts/check/command.ts';
import { ROOT } from '../../scripts/check/workspace.ts';
import type { Guard } from './guard.ts';
import { patternOf } from './title.ts';
import { type Told, verdictOn } from './verdict.ts';

const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const CONFIG = join(ROOT, 'test', 'guards', 'vitest.config.ts');

/** Takes a guard out of what is run, and runs its test. Gives what is wrong; undefined where the test has failed for it. */
export async function runWithout(guard: Guard): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-guard-'));
  try {
    const report = join(folder, 'report.json');
    const named = ['-t', patternOf(guard.test), '--config', CONFIG];
    const args = ['run', guard.test.file, ...named, '--reporter=json', `--outputFile=${report}`];
    const env = { ...process.env, ASHLAR_WITHOUT_GUARD: guard.name };
    const { output } = await outputOf(process.execPath, [VITEST, ...args], ROOT, env);
    if (!existsSync(report)) return `no test was run:\n${output.trim()}`;
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { message: string; assertionResults: Told[] }[];
    };
    const told = testResults.flatMap(({ assertionResults }) => assertionResults);
    const pattern = new RegExp(patternOf(guard.test));
    const messages = testResults.flatMap(({ message }) => message || []);
    return verdictOn(
      told.filter(({ title }) => pattern.test(title)),
      messages,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
