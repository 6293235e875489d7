/**
 * A value that a host puts in when it starts the server, and that is not in its file; `before` and `after` stand around
 * it, as in `Bearer …`.
 */
export interface Reference {
  /** A variable of the host's environment, or what the host asks for or keeps under this name. */
  kind: 'env' | 'input';
  name: string;
  before?: string;
  after?: string;
}

/** The value of a variable or a header: text that stands in the file, or a reference. */
export type Value = string | Reference;

/** A program that a host starts, without a shell, and talks to over its standard input and output. */
export interface LocalEntry {
  /** The program alone: a name for the PATH, or a whole path. */
  command: string;
  /** Each argument by itself. */
  args: readonly string[];
  env: Readonly<Record<string, Value>>;
  /** The folder that it is started in; the host's own choice where it is undefined. */
  cwd?: string;
}

/** A server at an address, over Streamable HTTP or the older SSE. */
export interface RemoteEntry {
  transport: 'http' | 'sse';
  url: string;
  headers: Readonly<Record<string, Value>>;
}

/** What a host's configuration says of one server, in no host's words. */
export type Entry = LocalEntry | RemoteEntry;

/** Whether an entry is a program; one that has a command is, whatever else it has. */
export function isLocal(entry: Entry): entry is LocalEntry {
  return 'command' in entry;
}
