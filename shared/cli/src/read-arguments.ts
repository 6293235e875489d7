import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command-error.ts';

/** Reads the words of a command. Throws `UsageError` with what is wrong, in one sentence. */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(/\.\s|\.?$|\n/)[0]}.`, { cause: error });
  }
}

/** The words that are a command's own, and those behind `--`, which are for the server. */
export function parted(args: readonly string[]): { own: readonly string[]; behind: readonly string[] } {
  const end = args.indexOf('--');
  return end < 0 ? { own: args, behind: [] } : { own: args.slice(0, end), behind: args.slice(end + 1) };
}
