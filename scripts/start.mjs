import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, servers, setUp } from './setup.mjs';

const HELP = `npm start                       set up and take the tour
npm start -- <server> [args]    serve one of the servers, over stdio or with --http
                                (a host that launches it needs: npm start --silent -- <server> [args])
`;

setUp(import.meta.url);
const [name, ...args] = process.argv.slice(2);
if (name === undefined) run(join(ROOT, 'scripts', 'tour', 'tour.ts'), []);
else if (name === '--help') process.stdout.write(HELP);
else if (servers().includes(name)) run(join(ROOT, 'servers', name, 'dist', 'main.js'), args);
else {
  console.error(`There is no server '${name}'; there are ${servers().join(', ')}.`);
  process.exitCode = 2;
}

function run(script, args) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: 'inherit',
  });
  // The child gets its own signals from the terminal; one sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
