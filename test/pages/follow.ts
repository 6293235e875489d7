import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { type Package, ROOT, serverPackages } from '../../scripts/check/workspace.ts';
import { COMMANDS } from '../../shared/cli/src/commands.ts';
import { withCommonOptions } from '../../shared/kit/src/common-options.ts';
import type { AnyServer } from '../../shared/kit/src/define.ts';
import { environmentOf } from '../../shared/kit/src/manifest.ts';
import { parseOptions } from '../../shared/kit/src/options/parse.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
/** What a repository has that began as a server of this suite. */
const OF_A_FORK = JSON.parse(readFileSync(join(ROOT, 'servers', 'hello', 'package.json'), 'utf8')).scripts;
/** What npm does by itself. */
const OF_NPM = new Set(['audit', 'ci', 'install', 'pack', 'publish', 'update']);

/** Fails unless a line is a script of ours, a command with options that it has, or a server that takes those options. */
export function follow(line: string): Promise<void> {
  // Variables in front of a command are its environment; what it is piped into is not ours.
  const [command = ''] = line.replace(/^(?:[A-Z_]+=\S+ +)+/, '').split(' | ');
  return followWords(command.split(/\s+/));
}

export async function followWords([program, ...words]: readonly string[]): Promise<void> {
  if (program === 'npm') return followScript(words);
  if (program === 'npx' && /^ashlar(@|$)/.test(words[0] ?? '')) return followCommand(words.slice(1));
  if (program === 'npx' && words.includes('ashlar') && words.includes('-p'))
    return followCommand(words.slice(words.lastIndexOf('ashlar') + 1));
  if (program === 'docker') return followContainer(words);
  expect([program, words[0]]).toEqual(['npx', '-y']);
  const { name, args } = called(words.slice(1));
  await takes(name, args);
}

/** Docker's own words are typed by the rehearsal of containers; what stands behind the image is for the server. */
async function followContainer([command, ...words]: readonly string[]): Promise<void> {
  const image = words.findIndex(
    (word, at) => /^ashlar-/.test(word) && !['--name', '-t', '-v'].includes(words[at - 1] ?? ''),
  );
  if (command !== 'run') return expect(['build', 'stop', 'rm']).toContain(command);
  await takes(words[image]?.replace(/^ashlar-/, '@ashlar/'), words.slice(image + 1));
}

async function takes(name: string | undefined, args: string[]): Promise<void> {
  const module = pathToFileURL(join(serverCalled(name).path, 'src', 'server.ts')).href;
  const { server } = (await import(module)) as { server: AnyServer };
  parseOptions(withCommonOptions(server.options), args, {}, environmentOf(server));
}

async function followScript(words: readonly string[]): Promise<void> {
  const [first = '', second = ''] = words.filter((word) => !word.startsWith('--'));
  if (OF_NPM.has(first)) return;
  const script = first === 'run' ? second : first;
  expect({ ...OF_A_FORK, ...scripts }).toHaveProperty([script]);
  const [name, ...options] = words.includes('--') ? words.slice(words.indexOf('--') + 1) : [];
  if (name === undefined || !/^[a-z]+$/.test(name)) return;
  serverCalled(`@ashlar/${name}`);
  if (script === 'start') await followWords(['npx', '-y', `@ashlar/${name}`, ...options]);
}

async function followCommand([command, ...words]: readonly string[]): Promise<void> {
  if (command === undefined) return;
  expect(Object.keys(COMMANDS)).toContain(command);
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const forms = COMMANDS[command]?.forms.join(' ') ?? '';
  const unknown = words.slice(0, end).filter((word) => /^--?\w/.test(word) && !forms.includes(word));
  expect(unknown).toEqual([]);
  const server = serverPackages(ROOT).find(({ manifest }) => manifest.name === `@ashlar/${words[0]}`);
  if (command === 'add' && server !== undefined)
    await followWords(['npx', '-y', server.manifest.name, ...words.slice(end + 1)]);
}

/** A server by its name, or by that of its program behind the packages that it is started with: `-p <package>` each. */
function called(words: readonly string[]): { name: string | undefined; args: string[] } {
  if (words[0] !== '-p') return { name: words[0], args: words.slice(1) };
  const program = words.findIndex((word, at) => word !== '-p' && words[at - 1] !== '-p');
  const name = words[program]?.replace(/^ashlar-/, '@ashlar/');
  const packages = words.slice(0, program).filter((word) => word !== '-p');
  const optional = serverCalled(name).manifest.peerDependencies ?? {};
  const unknown = packages.filter(
    (one) => one !== name && optional[one.replace(/(?!^)@.*$/, '')] === undefined,
  );
  expect(unknown).toEqual([]);
  return { name, args: words.slice(program + 1) };
}

function serverCalled(name: string | undefined): Package {
  const found = serverPackages(ROOT).find(({ manifest }) => manifest.name === name);
  if (found === undefined) throw new Error(`there is no package ${name}`);
  return found;
}
