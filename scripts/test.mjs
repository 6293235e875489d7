import { join } from 'node:path';
import { becomeScript } from './setup/program.mjs';
import { ROOT } from './setup/workspace.mjs';
import { setUp } from './setup.mjs';

const HELP = `npm test                            sets up and runs every test
npm test -- servers/filesystem      those whose file has this in its path
npm test -- -t <words>              those whose name has these words
`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(HELP);
} else {
  await setUp(import.meta.url);
  process.chdir(ROOT);
  // Vitest colours its words even where they go into a file.
  if (!process.stdout.isTTY && !process.env.FORCE_COLOR) process.env.NO_COLOR = '1';
  await becomeScript(join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), ['run', ...args]);
}
