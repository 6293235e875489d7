import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, servers, setUp } from './setup.mjs';

setUp(import.meta.url);
const [name] = process.argv.slice(2);
if (!servers().includes(name)) {
  console.error(
    `npm run bench -- <server>: measures one of ${servers().join(', ')} beside a published peer.`,
  );
  process.exit(2);
}
const child = spawn(process.execPath, [join(ROOT, 'servers', name, 'bench', 'main.ts')], {
  stdio: 'inherit',
  cwd: ROOT,
});
child.on('exit', (code) => process.exit(code ?? 1));
