/** A value that a host puts in when it starts the server; `before` and `after` stand around it, as in `Bearer …`. */
export interface Reference {
  /** A variable of the host's environment, or what the host asks for or keeps under this name. */
  kind: 'env' | 'input';
  name: string;
  before?: string;
  after?: string;
}

export type Value = string | Reference;

/** A program that a host starts and talks to over its standard input and output. */
export interface LocalEntry {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, Value>>;
  cwd?: string;
}

/** A server at an address. */
export interface RemoteEntry {
  transport: 'http' | 'sse';
  url: string;
  headers: Readonly<Record<string, Value>>;
}

/** What a host's configuration says of one server, in no host's words. */
export type Entry = LocalEntry | RemoteEntry;

export function isLocal(entry: Entry): entry is LocalEntry {
  return 'command' in entry;
}
