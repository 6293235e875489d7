import { join } from 'node:path';
import { becomeScript } from './setup/program.mjs';
import { ROOT, serverNames } from './setup/workspace.mjs';
import { setUp } from './setup.mjs';

const [name, ...args] = process.argv.slice(2);
const servers = serverNames();
if (name === undefined || !['kit', ...servers].includes(name)) {
  console.error(
    `npm run bench -- <server>: measures it beside a published peer; there is ${servers.join(', ')}.
npm run bench -- kit [http|stdio]: measures what the kit adds to a server of the SDK alone.`,
  );
  process.exitCode = name === '--help' ? 0 : 2;
} else {
  await setUp(import.meta.url);
  await becomeScript(
    join(ROOT, ...(name === 'kit' ? ['shared', 'kit'] : ['servers', name]), 'bench', 'main.ts'),
    args,
  );
}
