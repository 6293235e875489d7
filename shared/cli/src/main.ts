#!/usr/bin/env node
import { CommandError } from './command-error.ts';
import { COMMANDS, usageLines } from './commands.ts';

const HELP = `ashlar: the command line of the Ashlar MCP servers

Usage:
${usageLines()
  .map((line) => `  ${line}`)
  .join('\n')}

An audit file stands for itself and for those that were full before it (<file>.<time>-<number>); several files
stand for just these. A <hash> is one that the server noted in its log as 'audit head'.
`;

const [name = '--help', ...args] = process.argv.slice(2);
try {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === '--help' || args.includes('--help')) process.stdout.write(HELP);
  else if (command === undefined) throw new CommandError(`There is no command '${name}'. See --help.`);
  else await command.run(args);
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`ashlar: ${error.message}\n`);
  process.exitCode = 2;
}
