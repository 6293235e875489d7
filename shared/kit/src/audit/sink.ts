import type { Access } from '../define.ts';

/** Where lines go: a file, or a syslog server. */
export interface Sink {
  /** Adds a line of these fields (the inside of a JSON object); `began` says when what it tells of began. */
  append(fields: string, began: Date): void;
  /** Throws `ToolError` (`unavailable`) for a call that could not be recorded now. */
  admit(access: Access): void;
  /** Resolves when every line until now is where it cannot be lost, as far as that was asked for. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
