import { CommandError } from '../command-error.ts';

/** What a server is called: by people and scopes, by npm, in a shell, and in front of its variables. */
export interface Naming {
  /** One word: `desk`. */
  server: string;
  /** `@acme/desk` */
  package: string;
  /** `acme-desk` */
  program: string;
  /** `ACME`: what the servers of one family share. */
  environment: string;
  /** How the registry of MCP servers knows it: `io.github.acme/desk`. */
  registry: string;
}

/** What npm takes: https://docs.npmjs.com/cli/configuring-npm/package-json#name */
const FORM = /^(?:@([a-z0-9][a-z0-9-]{0,39})\/)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;

/** Everything that follows from the name of a package. Throws `CommandError` for one that npm would not take. */
export function namingOf(name: string): Naming {
  const [, scope, server] = FORM.exec(name) ?? [];
  if (server === undefined || name.length > 100) {
    throw new CommandError(`--name: ${JSON.stringify(name)} is no name of a package, such as @acme/desk.`);
  }
  const family = scope ?? server;
  return {
    server,
    package: name,
    program: scope === undefined ? server : `${scope}-${server}`,
    environment: family.replaceAll('-', '_').toUpperCase(),
    registry: `io.github.${family}/${server}`,
  };
}

/** What a server of this suite is called. */
export function ownNaming(server: string): Naming {
  return { ...namingOf(`@ashlar/${server}`), registry: `io.github.ashlar-mcp/${server}` };
}
