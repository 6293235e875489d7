import type * as z from 'zod';

/** The headings of `--help`, in their order; what concerns HTTP is no business of who starts a stdio server. */
export const OPTION_GROUPS = [
  'Every server',
  'Approval',
  'Limits',
  'Audit',
  'HTTP',
  'Who may call over HTTP',
] as const;
export type OptionGroup = (typeof OPTION_GROUPS)[number];

/** What a server's options schema may say of an option beyond its type, through zod's `.meta()`. */
export interface OptionMeta {
  /** Words without a flag in front belong to this option. */
  positional?: boolean;
  /** What stands for the value in the help: `<path>`. */
  placeholder?: string;
  /** Under which heading it stands in the help; none for the server's own options. */
  group?: OptionGroup;
  /** The value never appears in a log; or only such a value does not, where not every one is a secret. */
  secret?: boolean | RegExp;
  /** The flag may stand alone and then has this value; a following word is its value if `matches` accepts it. */
  alone?: { value: string; matches: RegExp };
}

/** A description and what else an option's schema says of it, checked where zod's `.meta()` takes anything. */
export function optionMeta(description: string, more: OptionMeta = {}) {
  return { description, ...more };
}

/** One option, read from the schema: all that parsing, `--help`, the README and server.json need. */
export interface Option extends OptionMeta {
  /** The key in the schema. */
  key: string;
  /** `--read-only` */
  flag: string;
  /** `ASHLAR_READ_ONLY` */
  env: string;
  kind: 'text' | 'number' | 'switch' | 'list';
  description: string;
  choices: readonly string[];
  required: boolean;
  default: unknown;
}

/** A wrong option. The message is one sentence that names it; the process ends with exit code 2. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** `--read-only` for `readOnly`. */
export function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

/**
 * Reads the options out of a schema; their variables begin with `environment`. Throws `TypeError` on a type that
 * no flag can carry.
 */
export function optionsOf(schema: z.ZodObject, environment: string): Option[] {
  return Object.entries(schema.shape).map(([key, field]) => optionOf(key, field as z.ZodType, environment));
}

/** The values of options that are marked secret. */
export function secretsOf(options: readonly Option[], parsed: Readonly<Record<string, unknown>>): string[] {
  return options.flatMap((option) =>
    [parsed[option.key] ?? []]
      .flat()
      .map(String)
      .filter((value) => isSecret(option, value)),
  );
}

/** Whether a value of an option must not be shown. */
export function isSecret({ secret }: Pick<Option, 'secret'>, value: string): boolean {
  return secret instanceof RegExp ? secret.test(value) : secret === true;
}

function optionOf(key: string, field: z.ZodType, environment: string): Option {
  const meta = (field.meta() ?? {}) as OptionMeta & { description?: string };
  const { inner, fallback, required } = unwrap(field);
  const type = inner.def.type;
  const kind = {
    boolean: 'switch',
    number: 'number',
    int: 'number',
    array: 'list',
    string: 'text',
    enum: 'text',
  }[type as string] as Option['kind'] | undefined;
  if (kind === undefined) throw new TypeError(`Option ${key}: a flag cannot carry the type ${type}`);
  const flag = flagOf(key);
  return {
    ...meta,
    key,
    flag,
    env: `${environment}_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`,
    kind,
    description: meta.description ?? '',
    choices: 'options' in inner ? (inner.options as string[]) : [],
    required,
    default: fallback,
  };
}

function unwrap(field: z.ZodType): { inner: z.ZodType; fallback: unknown; required: boolean } {
  let inner = field;
  let fallback: unknown;
  let required = true;
  for (;;) {
    const def = inner.def as { type: string; innerType?: z.ZodType; in?: z.ZodType; defaultValue?: unknown };
    if (def.type === 'default') fallback = def.defaultValue;
    if (def.type === 'default' || def.type === 'optional') required = false;
    const next = def.innerType ?? (def.type === 'pipe' ? def.in : undefined);
    if (next === undefined) return { inner, fallback, required };
    inner = next;
  }
}
