import { audit } from './audit/audit.ts';
import { lock } from './definitions/locked-definitions.ts';
import { doctor } from './doctor/doctor.ts';
import { begin, fork } from './fork/fork.ts';
import { templateNames } from './fork/templates.ts';
import { grants } from './grants/grants.ts';
import { keys } from './keys/keys.ts';
import { add } from './servers/add.ts';
import { list } from './servers/list.ts';
import { remove } from './servers/remove.ts';
import { verify } from './signed/verify.ts';
import { usage } from './usage/usage.ts';

export interface Command {
  run(args: readonly string[]): void | Promise<void>;
  /** What it does, in one line. */
  what: string;
  /** What can be typed behind the command's name, a line each. */
  forms: readonly string[];
  /** What somebody has to know who types it, a paragraph each. */
  more?: readonly string[];
  examples: readonly string[];
}

const SERVER = [
  `A <server> is one of the suite (${templateNames().join(', ')}); a package of npm, with @<version> or in the present one;`,
  'pypi:<name>; docker:<image>@sha256:<digest>; an https:// address; a name in the registry of MCP such as',
  "io.github.someone/server; or the path of a server.json. It is pinned to its exact version, and the registry's",
  'hash of it is kept in ashlar.lock.',
].join(' ');
const FOUND = 'Without --host, add asks which of the hosts on this machine to write to.';
const SECRETS = [
  '--env NAME and --header Name are references: the host takes the value from its environment or asks for it.',
  `--env NAME=value is written into the file as it is, so it must not be a secret. 'Authorization=Bearer \${TOKEN}' is a reference, too.`,
].join(' ');
const UNWRITTEN =
  '--print and --link write nothing: they give the entry, or an address that asks whether to add it.';
const PACKAGE = [
  'A <package> has a scope or a version. Its tarball, its signature and what its server offers are',
  'verified: started with <arguments>, or on the sample it was locked with. --keys believes other keys than',
  'those of ashlar. It ends with 1 where something has changed, or is not as it was signed.',
].join(' ');
const AUDITS = [
  'A file stands for itself and for those that were full before it (<file>.<time>-<number>); several files stand for',
  'just these.',
].join(' ');

/** Every command, in the order in which people meet them. `--help` and the README are made of this. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  add: {
    run: add,
    what: 'writes a server into the files of hosts: checked, pinned, after you have seen it',
    forms: [
      '<server> [--host <host>[,<host>]] [--scope user|project] [--name <name>] [--yes] [-- <arguments>]',
      '<server> … [--env <NAME>[=<value>]] [--header <name>[=<value>]] [--accept look-alike]',
      '<server> … --print | --link',
    ],
    more: [SERVER, FOUND, SECRETS, UNWRITTEN],
    examples: [
      'add filesystem --host cursor -- ~/notes',
      'add @playwright/mcp --host claude-code,vscode --scope project',
      'add sql --host codex --env PGPASSWORD -- shop.db',
    ],
  },
  list: {
    run: list,
    what: 'shows what hosts would start, and what is wrong with it',
    forms: ['[--host <host>] [--scope user|project] [--json]'],
    examples: ['list', 'list --host cursor --json'],
  },
  remove: {
    run: remove,
    what: 'takes a server out of the files of hosts, which are then as they were',
    forms: ['<name> [--host <host>] [--scope user|project] [--yes]'],
    examples: ['remove filesystem'],
  },
  doctor: {
    run: doctor,
    what: 'starts what hosts would start, and shows versions, tools, tokens and faults',
    forms: ['[<name>…] [--host <host>] [--scope user|project] [--timeout <seconds>]'],
    more: ['What is refused by a check is never started. It ends with 1 where something is wrong.'],
    examples: ['doctor', 'doctor filesystem --timeout 60'],
  },
  lock: {
    run: lock,
    what: 'records all that configured servers tell a model',
    forms: ['[<name>…] [--host <host>] [--scope user|project]'],
    more: [
      'Tools with their schemas and annotations, prompts, resources and instructions, into ashlar.lock.',
    ],
    examples: ['lock'],
  },
  verify: {
    run: verify,
    what: 'says what has changed since they were locked, or whether a package is as it was signed',
    forms: [
      '[<name>…] [--host <host>] [--scope user|project]',
      '<package>[@<version>] [--keys <file>] [-- <arguments>]',
    ],
    more: [PACKAGE],
    examples: ['verify', 'verify @ashlar/vault', 'verify vault@1.0.0 -- ~/notes'],
  },
  new: {
    run: begin,
    what: 'makes a repository for a server of your own, from the smallest one',
    forms: ['<folder> [--name <package>]'],
    more: ['Without --name it has the name of its folder.'],
    examples: ['new my-server', 'new desk --name @acme/desk'],
  },
  fork: {
    run: fork,
    what: 'makes a repository of your own from one of the servers',
    forms: ['<server> <folder> [--name <package>]'],
    more: ['Without --name it has the name of its folder.'],
    examples: ['fork vault my-vault --name @acme/vault'],
  },
  keys: {
    run: keys,
    what: 'keeps the file of keys of a server that is started with --api-keys',
    forms: [
      'add --file <file> --owner <name> --scopes <scopes> [--tenant <name>] [--days <n>]',
      'list --file <file>',
      'rotate <id> --file <file> [--days <n>] [--grace <days>]',
      'revoke <id> --file <file>',
    ],
    more: ['A key is shown once: the file holds its hash. A change takes effect with the next request.'],
    examples: ['keys add --file keys.json --owner ann --scopes filesystem:read --days 90'],
  },
  grant: {
    run: grants,
    what: 'ends a token, a session, a key or a subject, now and on every instance',
    forms: ['end <id> [--file <file> | --state <redis url>] [--until <time>]'],
    more: ['For servers that are started with --revocations. Without --until it is for good.'],
    examples: ['grant end ann --state redis://127.0.0.1:6379'],
  },
  audit: {
    run: audit,
    what: 'proves that an audit is whole, or shows it as it grows',
    forms: ['verify <file> [--head <hash>]', 'tail <file> [-f] [-n <lines>]'],
    more: [AUDITS, "A <hash> is one that the server noted in its log as 'audit head'."],
    examples: ['audit verify audit.jsonl', 'audit tail audit.jsonl -f'],
  },
  usage: {
    run: usage,
    what: 'sums up calls, failures, time, bytes and tokens of an audit',
    forms: ['<file> [--by caller|tenant|tool] [--since <date or 24h>] [--json]'],
    more: [AUDITS],
    examples: ['usage audit.jsonl --by tool --since 24h'],
  },
};

/** All that can be typed, a line each: `ashlar keys list --file <file>`. */
export function usageLines(): string[] {
  return Object.entries(COMMANDS).flatMap(([name, { forms }]) =>
    forms.map((form) => `ashlar ${name} ${form}`),
  );
}
