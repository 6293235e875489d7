import { audit } from './audit/audit.ts';
import { lock, verify } from './definitions/locked-definitions.ts';
import { doctor } from './doctor/doctor.ts';
import { begin, fork } from './fork/fork.ts';
import { grants } from './grants/grants.ts';
import { keys } from './keys/keys.ts';
import { add } from './servers/add.ts';
import { list } from './servers/list.ts';
import { remove } from './servers/remove.ts';
import { usage } from './usage/usage.ts';

interface Command {
  run(args: readonly string[]): void | Promise<void>;
  /** What can be typed behind the command's name, a line each. */
  forms: readonly string[];
}

/** Every command. `--help` and the README are made of this. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  add: {
    run: add,
    forms: [
      '<server> --host <host>[,<host>] [--scope user|project] [--name <name>] [--yes] [-- <arguments>]',
      '<server> … [--env <NAME>[=<value>]] [--header <name>[=<value>]] [--accept look-alike] [--print | --link]',
    ],
  },
  list: { run: list, forms: ['[--host <host>] [--scope user|project] [--json]'] },
  remove: { run: remove, forms: ['<name> [--host <host>] [--scope user|project] [--yes]'] },
  doctor: { run: doctor, forms: ['[<name>…] [--host <host>] [--scope user|project] [--timeout <seconds>]'] },
  lock: { run: lock, forms: ['[<name>…] [--host <host>] [--scope user|project]'] },
  verify: { run: verify, forms: ['[<name>…] [--host <host>] [--scope user|project]'] },
  new: { run: begin, forms: ['<folder> [--name <package>]'] },
  fork: { run: fork, forms: ['<server> <folder> [--name <package>]'] },
  keys: {
    run: keys,
    forms: [
      'add --file <file> --owner <name> --scopes <scopes> [--tenant <name>] [--days <n>]',
      'list --file <file>',
      'rotate <id> --file <file> [--days <n>] [--grace <days>]',
      'revoke <id> --file <file>',
    ],
  },
  grant: { run: grants, forms: ['end <id> [--file <file> | --state <redis url>] [--until <time>]'] },
  audit: { run: audit, forms: ['verify <file> [--head <hash>]', 'tail <file> [-f] [-n <lines>]'] },
  usage: { run: usage, forms: ['<file> [--by caller|tenant|tool] [--since <date or 24h>] [--json]'] },
};

/** All that can be typed, a line each: `ashlar keys list --file <file>`. */
export function usageLines(): string[] {
  return Object.entries(COMMANDS).flatMap(([name, { forms }]) =>
    forms.map((form) => `ashlar ${name} ${form}`),
  );
}
