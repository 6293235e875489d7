/** A command that cannot be carried out as it was typed. The message is one sentence; the exit code is 2. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
