import { parseArgs } from 'node:util';
import type * as z from 'zod';
import { nearest } from '../near/nearest.ts';
import { faultOf } from './fault.ts';
import { type Option, OptionError, optionsOf } from './option.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
type Raw = Record<string, string | boolean | string[]>;

/**
 * Reads options in three pure steps: flags, then the environment for what no flag gave, then the schema.
 * Lists are comma-separated in the environment and with a flag, and a flag may be repeated.
 * Throws `OptionError` naming the option at fault.
 */
export function parseOptions<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  argv: readonly string[],
  environment: Environment,
  prefix: string,
): z.output<z.ZodObject<Shape>> {
  const options = optionsOf(schema, prefix);
  const raw = { ...fromEnvironment(options, environment), ...fromFlags(options, argv) };
  const parsed = schema.safeParse(coerce(options, raw));
  if (parsed.success) return parsed.data;
  throw faultOf(options, parsed.error, argv);
}

function fromFlags(options: readonly Option[], argv: readonly string[]): Raw {
  const positional = options.find((option) => option.positional);
  const { values, positionals } = readArguments(options, fillAlone(options, argv));
  if (positionals.length > 0 && positional === undefined) {
    throw new OptionError(
      `Unexpected argument ${JSON.stringify(positionals[0])}: this server takes options only.`,
    );
  }
  const raw: Raw = {};
  for (const option of options) {
    const value = values[option.flag.slice(2)] as Raw[string] | undefined;
    if (value !== undefined) raw[option.key] = value;
  }
  if (positional !== undefined && positionals.length > 0) {
    raw[positional.key] = byPosition(positional, raw[positional.key], positionals);
  }
  return raw;
}

/** Words without a flag: all of them for a list, else the one that there may be. */
function byPosition(
  { kind, flag, placeholder = flag }: Option,
  flagged: Raw[string] | undefined,
  words: string[],
) {
  if (kind === 'list') return [...((flagged as string[] | undefined) ?? []), ...words];
  const [word = '', another = word] = flagged === undefined ? words : [String(flagged), ...words];
  if (words.length === 1 && flagged === undefined) return word;
  throw new OptionError(
    `Unexpected argument ${JSON.stringify(another)}: this server takes one ${placeholder}.`,
  );
}

function readArguments(options: readonly Option[], args: string[]) {
  const known = Object.fromEntries(
    options.map(({ flag, kind }) => [
      flag.slice(2),
      { type: kind === 'switch' ? ('boolean' as const) : ('string' as const), multiple: kind === 'list' },
    ]),
  );
  try {
    return parseArgs({ args, options: known, allowPositionals: true, strict: true });
  } catch (error) {
    throw new OptionError(explain(error as NodeJS.ErrnoException, options), { cause: error });
  }
}

/** Turns node's several sentences about a bad flag into one of ours. */
function explain(error: NodeJS.ErrnoException, options: readonly Option[]): string {
  const flag = /'(-[^\s'=]*)/.exec(error.message)?.[1] ?? 'argument';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const [near] = nearest(flag, options.map((option) => option.flag).concat('--help', '--version'), 1);
    return `Unknown option ${flag}${near === undefined ? '.' : `; did you mean ${near}?`} See --help.`;
  }
  const takesNone = options.some((option) => option.flag === flag && option.kind === 'switch');
  return takesNone ? `${flag} takes no value.` : `${flag} needs a value. See --help.`;
}

/** Gives an option that may stand alone its value, so that the parser always sees one. */
function fillAlone(options: readonly Option[], argv: readonly string[]): string[] {
  const args: string[] = [];
  for (const [index, word] of argv.entries()) {
    if (word === '--') return [...args, ...argv.slice(index)];
    const alone = options.find((option) => option.flag === word)?.alone;
    const next = argv[index + 1];
    const hasValue = next !== undefined && alone?.matches.test(next) === true;
    args.push(alone === undefined || hasValue ? word : `${word}=${alone.value}`);
  }
  return args;
}

/** How hosts write "not set": nothing, or the name of what they would have put there. */
const UNSET = /^(?:\$\{(?:user_config\.|input:|env:)?\w+\})?$/;

function fromEnvironment(options: readonly Option[], environment: Environment): Raw {
  const raw: Raw = {};
  for (const { key, env, kind } of options) {
    const value = environment[env];
    if (value === undefined || UNSET.test(value)) continue;
    raw[key] = kind === 'list' ? [value] : value;
  }
  return raw;
}

const SWITCH: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  yes: true,
  false: false,
  '0': false,
  no: false,
};

function coerce(options: readonly Option[], raw: Raw): Record<string, unknown> {
  const out: Record<string, unknown> = { ...raw };
  for (const { key, kind, positional } of options) {
    const value = raw[key];
    if (kind === 'number' && typeof value === 'string')
      out[key] = value.trim() === '' ? Number.NaN : Number(value);
    if (kind === 'switch' && typeof value === 'string') out[key] = SWITCH[value.toLowerCase()] ?? value;
    // Paths may hold commas, so what is given by position is taken as it is.
    if (kind === 'list' && Array.isArray(value) && !positional) {
      out[key] = value
        .flatMap((item) => item.split(','))
        .map((item) => item.trim())
        .filter(Boolean);
    }
  }
  return out;
}
