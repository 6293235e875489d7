import { join } from 'node:path';
import { becomeScript } from './setup/program.mjs';
import { ROOT, serverNames } from './setup/workspace.mjs';
import { setUp } from './setup.mjs';

const HELP = `npm start                                  sets up and takes the tour
npm start -- <server> [arguments]          serves a server, over stdio or with --http
npm start --silent -- <server> [arguments] the same for a host: npm itself is silent on stdout
`;

const [name, ...args] = process.argv.slice(2);
const servers = serverNames();
if (name === '--help') {
  process.stdout.write(HELP);
} else if (name !== undefined && !servers.includes(name)) {
  console.error(`There is no server '${name}'; there is ${servers.join(', ')}.`);
  process.exitCode = 2;
} else {
  await setUp(import.meta.url);
  const script = name === undefined ? ['scripts', 'tour', 'tour.ts'] : ['servers', name, 'dist', 'main.js'];
  await becomeScript(join(ROOT, ...script), args);
}
