import { isBuiltin } from 'node:module';
import { wellKnown } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';

/** What a server is called: by people and scopes, by npm, in a shell, and in front of its variables. */
export interface Naming {
  /** One word: `desk`. */
  server: string;
  /** As people read it: `Desk`. */
  title: string;
  /** `@acme/desk` */
  package: string;
  /** `acme-desk` */
  program: string;
  /** `acme`: what the servers of one scope share, such as the folder of what they keep. */
  family: string;
  /** `ACME`: the same in front of their variables. */
  environment: string;
  /** How the registry of MCP servers knows it: `io.github.acme/desk`. */
  registry: string;
}

/** A part of what npm takes, all of which is good for programs, variables and the registry of MCP servers as well. */
const FORM = /^(?:@([a-z\d]+(?:-[a-z\d]+)*)\/)?([a-z][a-z\d]*(?:-[a-z\d]+)*)$/;
const MOST_CHARACTERS = 100;

/** Everything that follows from the name of a package. Throws `CommandError` for one that cannot be used. */
export function namingOf(name: string): Naming {
  const [, scope, server] = FORM.exec(name) ?? [];
  if (server === undefined || name.length > MOST_CHARACTERS) {
    throw new CommandError(
      `--name: ${JSON.stringify(name)} is no name of a package: lower-case letters, digits and single hyphens, ${MOST_CHARACTERS} at most, such as ${suggested(name)}.`,
    );
  }
  const family = scope ?? server;
  const words = server.replaceAll('-', ' ');
  return {
    server,
    title: `${words[0]?.toUpperCase()}${words.slice(1)}`,
    package: name,
    program: scope === undefined ? server : `${scope}-${server}`,
    family,
    // A variable begins with no digit: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
    environment: family
      .replaceAll('-', '_')
      .replace(/^(?=\d)/, '_')
      .toUpperCase(),
    registry: `io.github.${family}/${server}`,
  };
}

/** What a server of this suite is called. */
export function ownNaming(server: string): Naming {
  return { ...namingOf(`@ashlar/${server}`), registry: `io.github.ashlar-mcp/${server}` };
}

/**
 * Throws `CommandError` for a name that would be taken for somebody else's package, or is a module of Node. The check is
 * that of entries in hosts: what is added from npm is refused under such a name.
 */
export function requireOwnName({ package: name, server }: Naming): void {
  const yours = `Put a scope of yours in front: @acme/${server}.`;
  if (isBuiltin(name)) throw new CommandError(`--name: ${name} is a module of Node. ${yours}`);
  const known = wellKnown({ registry: 'npm', name });
  if (known === undefined) return;
  const what = known === name ? 'is' : `is easily taken for ${known},`;
  throw new CommandError(`--name: ${name} ${what} a package of somebody else. ${yours}`);
}

/** A name that would do, made of one that does not. */
function suggested(name: string): string {
  const word = (part: string) =>
    part
      .toLowerCase()
      .replaceAll(/[^a-z\d]+/g, '-')
      .replaceAll(/^[-\d]+|-$/g, '');
  const [, scope = '', server = name] = /^@([^/]*)\/(.*)$/.exec(name) ?? [];
  const found = [word(scope), word(server)].map((part) => part.slice(0, 40).replace(/-$/, ''));
  if (found[1] === '') return '@acme/desk';
  return found[0] === '' ? `${found[1]}` : `@${found[0]}/${found[1]}`;
}
