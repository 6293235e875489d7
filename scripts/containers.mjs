import { join } from 'node:path';
import { becomeScript } from './setup/program.mjs';
import { ROOT } from './setup/workspace.mjs';
import { setUp } from './setup.mjs';

await setUp(import.meta.url);
await becomeScript(join(ROOT, 'scripts', 'release', 'containers', 'rehearse.ts'), process.argv.slice(2));
