#!/usr/bin/env node
import { CommandError } from './command-error.ts';
import { COMMANDS, usageLines } from './commands.ts';
import { templateNames } from './fork/templates.ts';
import { HOSTS } from './hosts/hosts.ts';

/** Names of hosts, as many a line as there is room for. */
function hostLines(): string {
  const lines = [''];
  for (const id of Object.keys(HOSTS)) {
    const last = lines.at(-1) ?? '';
    if (last.length + id.length > 100) lines.push(` ${id}`);
    else lines[lines.length - 1] = `${last} ${id}`;
  }
  return lines.join('\n');
}

const HELP = `ashlar: the command line of the Ashlar MCP servers

Usage:
${usageLines()
  .map((line) => `  ${line}`)
  .join('\n')}

A <server> is ${templateNames().join(', ')}; a package of npm, with @<version> or
in the present one; pypi:<name>; docker:<image>@sha256:<digest>; an https:// address; a name in the registry of MCP such
as io.github.someone/server; or the path of a server.json. It is pinned to its exact version, and the registry's hash is kept in ashlar.lock.
A <host> is one of${hostLines()}.
--env NAME and --header Name are references: the host takes the value from its environment or asks for it.
--env NAME=value stands in the file, so no secret may. 'Authorization=Bearer \${TOKEN}' is a reference, too.
doctor starts what hosts would start, as they would; what is refused by a check is never started.

An audit file stands for itself and for those that were full before it (<file>.<time>-<number>); several files
stand for just these. A <hash> is one that the server noted in its log as 'audit head'.
`;

const [name = '--help', ...args] = process.argv.slice(2);
// What stands behind -- is somebody else's.
const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
try {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === '--help' || own.includes('--help')) process.stdout.write(HELP);
  else if (command === undefined) throw new CommandError(`There is no command '${name}'. See --help.`);
  else await command.run(args);
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`ashlar: ${error.message}\n`);
  process.exitCode = 2;
}
