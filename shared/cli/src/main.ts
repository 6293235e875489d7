#!/usr/bin/env node
import { audit } from './audit/audit.ts';
import { CommandError } from './command-error.ts';
import { grants } from './grants/grants.ts';
import { keys } from './keys/keys.ts';
import { usage } from './usage/usage.ts';

const HELP = `ashlar: the command line of the Ashlar MCP servers

Usage:
  ashlar keys add --file <file> --owner <name> --scopes <scopes> [--tenant <name>] [--days <n>]
  ashlar keys list --file <file>
  ashlar keys rotate <id> --file <file> [--days <n>] [--grace <days>]
  ashlar keys revoke <id> --file <file>
  ashlar grant end <id> [--file <file> | --state <redis url>] [--until <time>]
  ashlar audit verify <file> [--head <hash>]
  ashlar audit tail <file> [-f] [-n <lines>]
  ashlar usage <file> [--by caller|tenant|tool] [--since <date or 24h>] [--json]

An audit file stands for itself and for those that were full before it (<file>.<time>-<number>); several files
stand for just these. A <hash> is one that the server noted in its log as 'audit head'.
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => void | Promise<void>>> = {
  keys,
  grant: grants,
  audit,
  usage,
};

const [name = '--help', ...args] = process.argv.slice(2);
try {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === '--help' || args.includes('--help')) process.stdout.write(HELP);
  else if (command === undefined) throw new CommandError(`There is no command '${name}'. See --help.`);
  else await command(args);
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`ashlar: ${error.message}\n`);
  process.exitCode = 2;
}
