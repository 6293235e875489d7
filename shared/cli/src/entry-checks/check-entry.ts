import { checkCharacters, escaped } from './characters.ts';
import { type Entry, isLocal, type LocalEntry } from './entry.ts';
import { checkEnvironment } from './environment.ts';
import { type Finding, finding } from './finding.ts';
import type { Surroundings } from './launchers/launcher.ts';
import { LAUNCHERS } from './launchers/launchers.ts';
import { checkPath } from './launchers/paths.ts';
import { checkLookAlike } from './look-alike.ts';
import { checkPinned, type PackageRef } from './package-ref.ts';
import { checkRemote } from './remote.ts';
import { checkShellCharacters } from './shell-characters.ts';
import { Words } from './words.ts';

export interface Context extends Surroundings {
  /** How the host that reads the entry writes what it puts in itself, such as `${workspaceFolder}`; global. */
  reference?: RegExp | undefined;
}

export interface Checked {
  findings: Finding[];
  /** What the entry fetches and runs. */
  packages: PackageRef[];
}

const SHELLS =
  /^(sh|bash|zsh|dash|ksh|fish|csh|tcsh|busybox|env|sudo|doas|su|nohup|xargs|eval|cmd|powershell|pwsh|wsl|osascript|start)$/;

/**
 * All that is wrong with an entry before anything is started. Of a command it passes only what a launcher's grammar
 * knows, and of every word only what means nothing to a shell, should one come in between.
 */
export function checkEntry(name: string, entry: Entry, context: Context): Checked {
  const named = checkName(name);
  if (!isLocal(entry)) return { findings: [...named, ...checkRemote(entry)], packages: [] };
  const { findings, packages } = checkLocal(entry, context);
  return { findings: [...named, ...findings], packages };
}

/** Names become keys of files, and parts of the names of tools. */
export function checkName(name: string): Finding[] {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name) && !/^(constructor|prototype)$/.test(name)) return [];
  const unseen = checkCharacters('name', name, true);
  if (unseen.length > 0) return unseen;
  const fix = 'Use letters, digits, dots, dashes and underscores, at most 64.';
  return [finding('server-name', `name: ${escaped(name)} is no name for a server.`, fix)];
}

function checkLocal(entry: LocalEntry, context: Context): Checked {
  const args = entry.args.map((word) => withoutReferences(word, context.reference));
  const command = withoutReferences(entry.command, context.reference);
  const unseen = [
    ...checkCharacters('command', command, true),
    ...args.flatMap((word) => checkCharacters('args', word, false)),
    ...checkCharacters('cwd', entry.cwd ?? '', false),
  ];
  const environment = checkEnvironment(entry.env);
  // What is not what it seems to be is not read any further.
  if (unseen.length > 0) return { findings: [...unseen, ...environment], packages: [] };
  const words = [
    checkShellCharacters('command', command),
    ...args.map((word) => checkShellCharacters('args', word)),
  ];
  const launch = checkLaunch(command, args, context);
  const cwd =
    entry.cwd === undefined ? [] : checkPath('cwd', withoutReferences(entry.cwd, context.reference), context);
  return {
    findings: [
      ...words.flat(),
      ...launch.findings,
      ...launch.packages.flatMap((each) => [...checkLookAlike(each), ...checkPinned(each)]),
      ...cwd,
      ...environment,
    ],
    packages: launch.packages,
  };
}

function checkLaunch(command: string, args: readonly string[], context: Context): Checked {
  const name = programOf(command);
  const [flag, inner, ...rest] = args;
  // How Windows starts npx, which is a file for cmd.exe. What follows has to pass like anywhere else.
  if (name === 'cmd' && /^\/c$/i.test(flag ?? '') && Object.hasOwn(LAUNCHERS, programOf(inner ?? ''))) {
    return checkLaunch(inner ?? '', rest, context);
  }
  const launcher = Object.hasOwn(LAUNCHERS, name) ? LAUNCHERS[name] : undefined;
  if (launcher === undefined) return { findings: [wrongLauncher(command, name)], packages: [] };
  const where = /[\\/]/.test(command) ? checkPath('command', command, { scope: 'user' }) : [];
  const words = new Words(args);
  const launch = launcher(words, context);
  const strict = args.slice(0, args.length - words.rest().length);
  const letters = strict.flatMap((word) => (isPathWord(word) ? [] : checkCharacters('args', word, true)));
  return { findings: [...where, ...letters, ...launch.findings], packages: launch.packages };
}

/** Folders may have any letters; flags and names of packages may not. */
function isPathWord(word: string): boolean {
  return /[\\/]/.test(word) && !word.startsWith('@');
}

function programOf(command: string): string {
  return (command.split(/[\\/]/).at(-1) ?? '').replace(/\.(exe|cmd|bat)$/i, '').toLowerCase();
}

function wrongLauncher(command: string, name: string): Finding {
  if (SHELLS.test(name)) {
    const fix = 'Name the program of the server itself, and each of its arguments by itself.';
    return finding('shell', `command: ${escaped(command)} runs whatever line it is given.`, fix);
  }
  return finding(
    'launcher',
    `command: ${escaped(command)} is not one of ${Object.keys(LAUNCHERS).join(', ')}.`,
    'Start the server from its package. What another program does cannot be told from its name.',
  );
}

/**
 * What a host puts in stays in its word, whatever it holds: hosts start programs without a shell. Where a path begins it
 * is taken for one.
 */
function withoutReferences(word: string, reference: RegExp | undefined): string {
  if (reference === undefined) return word;
  const parts = word.split(new RegExp(reference.source.replaceAll(/\((?!\?)/g, '(?:'), 'g'));
  return parts.reduce((before, part) => `${before}${/(^|[=:,])$/.test(before) ? '/' : ''}reference${part}`);
}
