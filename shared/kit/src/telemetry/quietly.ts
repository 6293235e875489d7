import type { Log } from '../log/log.ts';

/** Does something and, if it throws, says so in the log, the first time as a warning; undefined then. */
export type Quietly = <T>(task: () => T) => T | undefined;

/** What watches calls is somebody else's code, and may fail as it likes. */
export function createQuietly(log: Log): Quietly {
  let told = false;
  return (task) => {
    try {
      return task();
    } catch (error) {
      log[told ? 'debug' : 'warn']('the tracing SDK failed', { error });
      told = true;
      return undefined;
    }
  };
}
