import type { InputRequest, InputResponseView } from '@modelcontextprotocol/server';
import type { Log } from './log/log.ts';

/** Who is calling. */
export interface Caller {
  subject: string;
  tenant?: string;
  /** The client program, as the credential names it (not as the client claims). */
  client?: string;
  scopes: readonly string[];
  /**
   * How the caller was known: `stdio` for the local user of a stdio server, `open` for an open loopback port, or
   * the source of identity that vouched for them.
   */
  via: string;
}

/** What a handle held. */
export interface Opened {
  /** Names it in the audit; not the handle itself. */
  id: string;
  data: unknown;
  /** Takes the handle, so that nobody can again; false where it was taken before, on whichever instance. */
  take(): Promise<boolean>;
}

/** Things that a server gives away and wants back unchanged, from the same caller, for the same purpose. */
export interface Handles {
  /** Seals data, which has to be JSON, into an opaque word that is good for `ms` milliseconds. */
  mint(data: unknown, ms: number): Promise<{ id: string; handle: string }>;
  /** Undefined for what was altered, has expired, or was minted for another caller, purpose or server. */
  open(handle: string): Promise<Opened | undefined>;
}

/**
 * What a server remembers of a caller between calls, whichever instance they come to: marks, each with a name of the
 * server's own, for a while.
 */
export interface Marks {
  /** Sets one for `ms` milliseconds, with data, which has to be JSON, in the place of what it held. */
  set(name: string, data: unknown, ms: number): Promise<void>;
  /**
   * Undefined where it was not set in the last `ms` milliseconds; `unknown` where nobody can know, as this process has
   * not run for that long or has forgotten something. Then it counts as set.
   */
  get(name: string, ms: number): Promise<{ data: unknown } | 'unknown' | undefined>;
}

/**
 * What a client may be asked while a call waits for it: a form for its user to fill in, a page for them to open, words
 * of its model, or its roots. Specification, basic/patterns/mrtr.
 */
export type Question = InputRequest;
/** What a client says that it can answer: `url` is a page that its user opens. */
export type Ability = 'form' | 'url' | 'sampling' | 'roots';

interface Kinds {
  'elicitation/create': 'elicit';
  'sampling/createMessage': 'sampling';
  'roots/list': 'roots';
}
/** An answer to a question. It comes from the client, and is as untrusted as any input. */
export type AnswerTo<Asked extends Question> = Extract<InputResponseView, { kind: Kinds[Asked['method']] }>;

/** Words for who sits at a client, by how much they matter (RFC 5424). */
export type TellLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error';

/** What a tool, resource or prompt receives beside its input: the server's domain and these. */
export type CallContext<Domain> = Domain & {
  caller: Caller;
  /** Aborts when the client cancels, disconnects, or the call's time is up. */
  signal: AbortSignal;
  /** Tells a waiting client how far the call is; does nothing when the client did not ask. */
  progress(done: number, total?: number, message?: string): void;
  /**
   * For a call that takes long: ends the connection that its client waits on, where that is a client of 2025-11-25 in a
   * session. It comes back for the answer (SEP-1699). Does nothing for anybody else.
   */
  closeStream(): void;
  log: Log;
  /**
   * Tells a client that wants to hear it what is happening; never a secret, nor what the model may not know. Does
   * nothing unless the server says `tells`.
   */
  tell(level: TellLevel, text: string): void;
  /**
   * Asks the client. The call ends with the questions, and comes again from its start with the answers: what stands
   * before it runs again, so that nothing may have been changed by then. A key names a question within the call. An
   * answer may be a refusal of its user: then do not ask again. Throws `ToolError` for a client that cannot answer.
   */
  ask<Questions extends Readonly<Record<string, Question>>>(
    questions: Questions,
  ): Promise<{ readonly [Key in keyof Questions]: AnswerTo<Questions[Key]> }>;
  /** What the client says that it can be asked. */
  abilities: readonly Ability[];
  /** For what a call gives away and the same caller brings back in a later call of the same tool. */
  handles: Handles;
  /** What this server remembers of the caller. */
  marks: Marks;
};
