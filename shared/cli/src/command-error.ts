import { visible } from '@ashlar/kit/visible';

/** A command that cannot be carried out as it was typed. The message is one sentence, whatever a file or a registry has put into it. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number = 2;

  constructor(message: string, options?: ErrorOptions) {
    super(visible(message), options);
  }
}

/** One that is not how the command is typed: its help says how, and is named behind the sentence. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}

/** A person ended it where they were asked: 128 and the number of SIGINT, as shells have it. */
export class Interrupted extends CommandError {
  override readonly name = 'Interrupted';
  override readonly exitCode = 130;
}
