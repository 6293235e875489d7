import { OptionError } from './option.ts';

/**
 * What an option names and cannot be used, with the system's code for why.
 *
 * @param what the option and what is wrong, as in `--api-keys: the file cannot be used`
 */
export function unusable(what: string, cause: unknown): OptionError {
  const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
  return new OptionError(`${what} (${why}).`, { cause });
}
