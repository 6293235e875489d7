import type { Ability, Caller, TellLevel } from '../context.ts';
import type { Asking } from '../record/call-record.ts';

/** One request as the transports hand it to the path of a call: no headers, no tokens, no SDK. */
export interface Exchange extends Asking {
  /** Undefined where nobody vouched for the caller; then nothing runs. */
  caller: Caller | undefined;
  signal: AbortSignal;
  /** What the client says that it can be asked. */
  abilities: readonly Ability[];
  /** What it answered to our questions, and the state we gave with them; both as untrusted as any input. */
  answers: Readonly<Record<string, unknown>> | undefined;
  answeredState: string | undefined;
  tell: ((level: TellLevel, text: string) => void) | undefined;
  /** Undefined where a client could not come back for its answer. */
  closeStream: (() => void) | undefined;
  notifyProgress: ((progress: { progress: number; total?: number; message?: string }) => void) | undefined;
}
