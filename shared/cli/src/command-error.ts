/** A command that cannot be carried out as it was typed. The message is one sentence; the exit code is 2. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** One that is not how the command is typed: its help says how, and is named behind the sentence. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}
