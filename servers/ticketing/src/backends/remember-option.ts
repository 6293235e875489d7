import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { optionMeta } from '@ashlar/kit';
import { requireNode } from '@ashlar/kit/needs';
import * as z from 'zod';
import { dataFile } from '../database-file/data-file.ts';
import { SQLITE_FLOOR } from './sqlite-floor.ts';

const OFF = 'off';

/** Of trackers that keep no keys of calls themselves. */
export const rememberOption = z
  .string()
  .min(1)
  .optional()
  .meta(
    optionMeta(
      "The file that remembers what was written, so that a call repeated after a restart is not carried out twice; off: as long as the server runs. Default: in the user's data folder.",
      { placeholder: '<file>|off' },
    ),
  );

/** The path of the file; undefined where nothing is to outlive the process. */
export function rememberedIn(given: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  if (given === OFF) return undefined;
  requireNode('SQLite', SQLITE_FLOOR);
  if (given !== undefined) return resolve(given);
  return dataFile('written.db', { env, platform: process.platform, home: homedir() });
}
