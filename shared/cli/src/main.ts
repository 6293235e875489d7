#!/usr/bin/env node
import { CommandError } from './command-error.ts';
import { keys } from './keys/keys.ts';

const HELP = `ashlar: the command line of the Ashlar MCP servers

Usage:
  ashlar keys add --file <file> --owner <name> --scopes <scopes> [--tenant <name>] [--days <n>]
  ashlar keys list --file <file>
  ashlar keys rotate <id> --file <file> [--days <n>] [--grace <days>]
  ashlar keys revoke <id> --file <file>
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => void>> = { keys };

const [name = '--help', ...args] = process.argv.slice(2);
try {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === '--help' || args.includes('--help')) process.stdout.write(HELP);
  else if (command === undefined) throw new CommandError(`There is no command '${name}'. See --help.`);
  else command(args);
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`ashlar: ${error.message}\n`);
  process.exitCode = 2;
}
