#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { CommandError, UsageError } from './command-error.ts';
import { COMMANDS } from './commands.ts';
import { didYouMean } from './did-you-mean.ts';
import { help, helpOf } from './help.ts';
import { parted } from './read-arguments.ts';

const HELP = new Set(['--help', '-h', 'help']);
const VERSION = new Set(['--version', '-v']);

async function main([name = '--help', ...args]: readonly string[]): Promise<void> {
  if (VERSION.has(name)) return void process.stdout.write(`${manifest.version}\n`);
  if (HELP.has(name)) return void process.stdout.write(args[0] === undefined ? help() : helpFor(args[0]));
  const { own } = parted(args);
  if (own.includes('--help') || own.includes('-h')) return void process.stdout.write(helpFor(name));
  await commandCalled(name).run(args);
}

function helpFor(name: string): string {
  return helpOf(name, commandCalled(name));
}

function commandCalled(name: string) {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command;
  throw new UsageError(`There is no command '${name}'.${didYouMean(name, Object.keys(COMMANDS))}`);
}

/** What the system refuses, such as a disk that is full or a file that is not for us, is no fault of this program. */
function told(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (path === undefined || syscall === undefined) throw error;
  return new CommandError(`${path} cannot be used (${code}).`, { cause: error });
}

// A reader such as `head` that has seen enough ends this in good order.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const words = process.argv.slice(2);
try {
  await main(words);
} catch (cause) {
  const error = told(cause);
  const known = Object.hasOwn(COMMANDS, words[0] ?? '') ? ` ${words[0]}` : '';
  const help = error instanceof UsageError ? ` See ashlar${known} --help.` : '';
  process.stderr.write(`ashlar: ${error.message}${help}\n`);
  process.exitCode = error.exitCode;
}
