import { unusable } from '../options/unusable.ts';
import type { Program } from '../state/program.ts';
import type { Principal } from './principal.ts';
import { Refused } from './refused.ts';

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

/** What does one thing and ends says itself what went wrong. */
const COMMAND_LINE: Program = { package: 'ashlar', command: 'ashlar', log: { info() {}, warn() {} } };

/**
 * Opens the list that `--revocations` names: a file, or a Redis. Throws `OptionError`, naming `option`, where it
 * cannot be used; a file that is not there may be made by who is about to write it.
 */
export async function openRevocations(
  place: string,
  option = '--revocations',
  missing: 'fail' | 'make' = 'fail',
  program: Program = COMMAND_LINE,
): Promise<Revocations> {
  if (/^rediss?:/.test(place)) {
    const [{ connectRedis }, { RevocationRedis }] = await Promise.all([
      import('../state/redis-connection.ts'),
      import('./revocation-redis.ts'),
    ]);
    return new RevocationRedis(await connectRedis(place, option, program));
  }
  const { RevocationFile } = await import('./revocation-file.ts');
  const file = new RevocationFile(place);
  try {
    await file.check();
  } catch (cause) {
    if (missing === 'make' && (cause as NodeJS.ErrnoException).code === 'ENOENT') return file;
    throw unusable(`${option}: the file cannot be used`, cause);
  }
  return file;
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
