import { basename, relative, resolve } from 'node:path';
import { CommandError, UsageError } from '../command-error.ts';
import { didYouMean } from '../did-you-mean.ts';
import { readArguments } from '../read-arguments.ts';
import { makeFolder } from './make-folder.ts';
import { type Naming, namingOf, ownNaming, requireOwnName } from './naming.ts';
import { renamed } from './renamed.ts';
import { standingAlone } from './standing-alone.ts';
import { templateNames, templateOf } from './templates.ts';

/** The one that is there to be copied. */
const SMALLEST = 'hello';

/** `ashlar fork <server> <folder>`: a repository of one's own, which began as one of the servers. */
export async function fork(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { name: { type: 'string' } });
  const [server, folder, ...more] = positionals;
  if (server === undefined || folder === undefined || folder === '' || more.length > 0) {
    throw new UsageError('Say which server, and which folder: ashlar fork vault my-notes.');
  }
  await forkInto(server, folder, values.name);
}

/** `ashlar new <folder>`: likewise, from the smallest server. */
export async function begin(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { name: { type: 'string' } });
  const [folder, ...more] = positionals;
  if (folder === undefined || folder === '' || more.length > 0) {
    throw new UsageError('Say which folder: ashlar new my-server.');
  }
  await forkInto(SMALLEST, folder, values.name);
}

/** Throws `CommandError` before anything is written. */
async function forkInto(server: string, folder: string, name = basename(resolve(folder))): Promise<void> {
  const names = templateNames();
  if (!names.includes(server)) throw noSuchServer(server, names);
  const naming = namingOf(name);
  requireOwnName(naming);
  const files = standingAlone(renamed(await templateOf(server), ownNaming(server), naming), naming, server);
  makeFolder(resolve(folder), folder, files);
  process.stdout.write(nextSteps(folder, naming, server, files.size));
}

function nextSteps(
  folder: string,
  { package: name, registry }: Naming,
  server: string,
  count: number,
): string {
  const place = relative(process.cwd(), resolve(folder));
  return [
    `${name} is in ${place || '.'}: ${count} files, forked from ${server}. To see that all of it works:`,
    '',
    ...(place === '' ? [] : [`  cd ${/\s/.test(place) ? `"${place}"` : place}`]),
    '  npm install --ignore-scripts',
    '  npm run generate   # README, server.json and tools.lock.json, under the new name',
    '  npm test',
    '',
    'src/server.ts is its table of contents. Before you publish it, put your "repository" and "author" into package.json',
    `and a line of yours into LICENSE, and see that "mcpName" is yours: ${registry} belongs to that account of GitHub.`,
    '',
  ].join('\n');
}

function noSuchServer(named: string, names: readonly string[]): CommandError {
  const hint = didYouMean(named, names) || ` There are ${names.join(', ')}.`;
  return new CommandError(`There is no server ${JSON.stringify(named)}.${hint}`);
}
