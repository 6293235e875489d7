import { join } from 'node:path';
import { problemsOf } from './command.ts';
import { ROOT } from './workspace.ts';

const BIOME = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/** Lint and format. */
export function style(root: string): Promise<string[]> {
  return problemsOf(process.execPath, [BIOME, 'ci', '--max-diagnostics=50', '--colors=off', '.'], root);
}
