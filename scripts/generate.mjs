import { join } from 'node:path';
import { becomeScript } from './setup/program.mjs';
import { ROOT } from './setup/workspace.mjs';
import { setUp } from './setup.mjs';

await setUp(import.meta.url);
process.chdir(ROOT);
await becomeScript(join(ROOT, 'scripts', 'generate', 'main.ts'), process.argv.slice(2));
