import type { Principal } from '../principal.ts';
import { Refused } from '../refused.ts';

/** Grants that were ended before their time: the ids of tokens (`jti`), sessions (`sid`), keys, and subjects. */
export interface Revocations {
  /** Which of these ids is ended, if any is. Throws where that cannot be told: then nobody is let in. */
  ended(ids: readonly string[]): Promise<string | undefined>;
  /** Throws where the list cannot be read now. */
  check(): Promise<void>;
  /** Ends a grant until then, or for good. */
  end(id: string, until?: Date): Promise<void>;
  close(): Promise<void>;
}

/** Throws `Refused` for a caller whose grant was ended: its token, its session, its key, or all of its subject. */
export async function checkNotEnded(
  { caller, revocable }: Principal,
  revocations: Revocations,
): Promise<void> {
  const ended = await revocations.ended([...revocable, caller.subject]);
  if (ended === undefined) return;
  throw new Refused('invalid_token', 'The credential is not valid here.', { reason: `ended: ${ended}` });
}
