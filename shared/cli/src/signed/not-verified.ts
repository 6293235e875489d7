import { visible } from '@ashlar/kit/visible';

/** Something that is not as it was signed. The message is one sentence, without a full stop; the exit code is 1. */
export class NotVerified extends Error {
  override readonly name = 'NotVerified';

  constructor(message: string, options?: ErrorOptions) {
    super(visible(message), options);
  }
}
