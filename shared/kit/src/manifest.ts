/** What a server's package.json says of its program: the one place that names it. */
export interface Manifest {
  /** The package, as npm installs it: `@ashlar/vault`. */
  name: string;
  version: string;
  /** By the name of the command; the first is the server's. */
  bin: Readonly<Record<string, string>>;
}

/** A server by what it and its manifest call it. */
export interface Named {
  name: string;
  manifest: Manifest;
}

/** The command that starts a server, by which it goes everywhere: `ashlar-vault`. Throws `TypeError` without a bin. */
export function commandOf({ manifest }: Pick<Named, 'manifest'>): string {
  const [command] = Object.keys(manifest.bin);
  if (command === undefined) throw new TypeError(`package.json: ${manifest.name} has no bin.`);
  return command;
}

/**
 * How the variables of its options begin: the command without the server's own name, which its family shares.
 * `ASHLAR` for the server `vault` started as `ashlar-vault`, `NOTES` for one started as `notes`, `_3D` for `3d-print`:
 * no shell sets a variable that begins with a digit.
 */
export function environmentOf(server: Named): string {
  const command = commandOf(server);
  const own = `-${server.name}`;
  const family = command.endsWith(own) ? command.slice(0, -own.length) : command;
  return family
    .replaceAll(/[^a-z\d]+/gi, '_')
    .replace(/^(?=\d)/, '_')
    .toUpperCase();
}
