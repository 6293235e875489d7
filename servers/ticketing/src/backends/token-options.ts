import { OptionError, optionMeta } from '@ashlar/kit';
import * as z from 'zod';
import type { TokenSource } from '../remote/token.ts';

/** Where the token of a remote tracker is. At most one of them is given. */
export const tokenOptions = {
  tokenEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable')
    .optional()
    .meta(
      optionMeta('The variable of the environment that holds the token of the tracker.', {
        placeholder: '<NAME>',
      }),
    ),
  tokenFile: z
    .string()
    .min(1)
    .optional()
    .meta(optionMeta('A file that holds nothing but the token.', { placeholder: '<file>' })),
  tokenCommand: z
    .string()
    .min(1)
    .optional()
    .meta(
      optionMeta('A command that prints the token, such as "gh auth token"; no shell reads it.', {
        placeholder: '<command>',
      }),
    ),
};

type Given = { [Key in keyof typeof tokenOptions]?: string | undefined };

/**
 * Where the token is; `fallback` is the variable of a tracker's own. Throws `OptionError` where two places are named,
 * and where a variable is meant and empty: files and commands may come to have one later.
 */
export function tokenSource(
  { tokenEnv, tokenFile, tokenCommand }: Given,
  fallback: string,
  environment: NodeJS.ProcessEnv,
): TokenSource {
  const named = [tokenEnv, tokenFile, tokenCommand].filter((one) => one !== undefined);
  if (named.length > 1) {
    throw new OptionError('--token-env, --token-file and --token-command: give one of them.');
  }
  if (tokenFile !== undefined) return { file: tokenFile };
  if (tokenCommand !== undefined) return { command: wordsOf(tokenCommand) };
  const variable = tokenEnv ?? fallback;
  if ((environment[variable] ?? '') !== '') return { variable };
  throw new OptionError(
    `--token-env: ${variable} is not set. Set it, or give --token-file or --token-command.`,
  );
}

/** Words are parted by spaces, but for those between double quotes. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word);
}
