import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, setUp } from './setup.mjs';

setUp(import.meta.url);
const script = join(ROOT, 'scripts', 'check', 'check.ts');
const child = spawn(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit', cwd: ROOT });
child.on('exit', (code) => process.exit(code ?? 1));
