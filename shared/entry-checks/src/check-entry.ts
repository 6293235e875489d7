import { checkCharacters, escaped } from './characters.ts';
import { type Entry, isLocal, type LocalEntry } from './entry.ts';
import { checkEnvironment } from './environment.ts';
import { type Finding, finding } from './finding.ts';
import type { Surroundings } from './launchers/launcher.ts';
import { LAUNCHERS } from './launchers/launchers.ts';
import { checkPath } from './launchers/paths.ts';
import { checkLookAlike } from './look-alike.ts';
import { checkPinned, type PackageRef } from './package-ref.ts';
import { readingsOf } from './references.ts';
import { checkRemote } from './remote.ts';
import { checkShellCharacters } from './shell-characters.ts';
import { checkLength, requireEntry } from './well-formed.ts';
import { Words } from './words.ts';

/** What has to be known of the host that an entry is for. */
export interface Context extends Surroundings {
  /**
   * How that host writes what it puts in itself, such as `/\$\{workspaceFolder\}/g`. Without one nothing is put in, and
   * a `$` is a character that means something to a shell. It has the flag `g`, and its groups do not matter.
   */
  reference?: RegExp | undefined;
}

/** What has been found. */
export interface Checked {
  /** In no order that means anything; empty where nothing is wrong. */
  findings: Finding[];
  /** What the entry fetches and runs, to be compared with what was fetched before; none of a server at an address. */
  packages: PackageRef[];
}

const SHELLS =
  /^(sh|bash|zsh|dash|ksh|fish|csh|tcsh|busybox|env|sudo|doas|su|nohup|xargs|eval|cmd|powershell|pwsh|wsl|osascript|start)$/;

/**
 * All that is wrong with an entry before anything is started. Of a command it passes only what a launcher's grammar
 * knows, and of every word only what means nothing to a shell, should one come in between. It starts nothing, asks
 * nobody, and takes a few milliseconds at most. An entry with a finding that is `refused` is neither to be written nor
 * to be started; one without says nothing of what the package does once it runs.
 *
 * @param name what the entry is called in its file
 * @param entry in the words of no host: a host's own fields are turned into these first, and what it puts in as a
 *   whole variable, a header or a secret into references
 * @throws TypeError that names the field, where one is not of its type
 */
export function checkEntry(name: string, entry: Entry, context: Context): Checked {
  requireEntry(name, entry);
  const tooLong = checkLength(name, entry);
  if (tooLong.length > 0) return { findings: tooLong, packages: [] };
  const named = checkName(name);
  if (!isLocal(entry)) return { findings: [...named, ...checkRemote(entry)], packages: [] };
  const readings = readingsOf(entry, context.reference).map((reading) => checkLocal(reading, context));
  const findings = new Map(readings.flatMap((each) => each.findings.map((one) => [one.message, one])));
  return { findings: [...named, ...findings.values()], packages: readings[0]?.packages ?? [] };
}

/** Names become keys of files, and parts of the names of tools: letters, digits, `.`, `_` and `-`, at most 64. */
export function checkName(name: string): Finding[] {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name) && !/^(constructor|prototype)$/.test(name)) return [];
  const unseen = checkCharacters('name', name, true);
  if (unseen.length > 0) return unseen;
  const fix = 'Use letters, digits, dots, dashes and underscores, at most 64.';
  return [finding('server-name', `name: ${escaped(name)} is no name for a server.`, fix)];
}

function checkLocal(entry: LocalEntry, context: Context): Checked {
  const { command, args } = entry;
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
  const cwd = entry.cwd === undefined ? [] : checkPath('cwd', entry.cwd, context);
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
