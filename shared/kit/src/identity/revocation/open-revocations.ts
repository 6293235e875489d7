import { unusable } from '../../options/unusable.ts';
import type { Program } from '../../state/program.ts';
import type { Revocations } from './revocations.ts';

export type { Revocations };

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
      import('../../state/redis-connection.ts'),
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
