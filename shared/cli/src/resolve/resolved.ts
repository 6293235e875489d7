import type { Entry, Value } from '@ashlar/entry-checks';
import type { Pin } from '../lock/lock-file.ts';

/** What `ashlar add` was asked for, as an entry for any host. */
export interface Resolved {
  /** What it is called where nobody says otherwise. */
  name: string;
  entry: Entry;
  pins: readonly Pin[];
}

/** What comes from the command line beside the server itself. */
export interface Wanted {
  env: Readonly<Record<string, Value>>;
  headers: Readonly<Record<string, Value>>;
  /** For the server, behind `--`. */
  args: readonly string[];
  /** Where npm looks for its settings. */
  cwd: string;
}
