import * as z from 'zod';
import { OptionError } from '../options/option.ts';
import type { Rate } from '../state/state.ts';
import { LIMIT, RATE, readLimit } from './rate.ts';

/** The largest result that is sent, in bytes of JSON: both SDK lines end a stdio session at 10 MB. */
export const MAX_RESULT_BYTES = 8 * 1024 * 1024;

const group = 'Limits' as const;

const RATES = 'such as 60/min or off (units: s, min, h, d; at most 1000000)';

/** How much a caller may use, and where instances count it together. */
export const limitOptions = {
  limit: z
    .array(z.string().regex(LIMIT, `must be ${RATES}, with a tool in front as in search=10/min`))
    .default([])
    .meta({
      description:
        'Calls per caller and tool: 60/min for every tool, search=10/min for one, off for none. Over HTTP it is 600/min unless given.',
      group,
      placeholder: '<rates>',
    }),
  limitTenant: z.string().regex(RATE, `must be ${RATES}`).optional().meta({
    description: 'Calls per tenant over all tools, such as 6000/min.',
    group,
    placeholder: '<rate>',
  }),
  limitConcurrent: z
    .string()
    .regex(/^(?:off|[1-9]\d{0,3})$/, 'must be a number from 1 to 9999, or off')
    .optional()
    .meta({
      description: 'Calls of one caller at once, on each instance; or off. Over HTTP it is 16 unless given.',
      group,
      placeholder: '<n>',
    }),
  limitResult: z
    .number()
    .int()
    .min(1)
    .max(MAX_RESULT_BYTES / 1_024)
    .default(MAX_RESULT_BYTES / 1_024)
    .meta({ description: 'The largest result, in KB of 1,024 bytes.', group, placeholder: '<KB>' }),
  state: z
    .url({ protocol: /^rediss?$/, error: 'must be a URL such as redis://127.0.0.1:6379' })
    .optional()
    .meta({
      description: 'Share limits, approvals and replay protection between instances.',
      group,
      placeholder: '<redis url>',
      secret: true,
    }),
};

type Choices = z.output<z.ZodObject<typeof limitOptions>>;

/** What the options of this room say, as they were parsed. */
export type LimitChoices = Pick<Choices, 'limit'> & Partial<Choices>;

/** The limits that hold for callers of one kind; undefined is none. */
export interface LimitSettings {
  /** Per caller and tool, for the tools that have a limit of their own. */
  tools: ReadonlyMap<string, Rate | undefined>;
  /** Per caller and each of all the others. */
  others: Rate | undefined;
  tenant: Rate | undefined;
  /** Calls of one caller at once. */
  concurrent: number | undefined;
}

/** What holds over HTTP unless something else is said: servers must limit calls (specification, server/tools). */
const REMOTE = { others: { points: 600, seconds: 60 }, concurrent: 16 } as const;
const LOCAL = { others: undefined, concurrent: undefined } as const;

/**
 * The limits for callers over HTTP (`remote`), and for the local user of a stdio server, who has none but those
 * that were asked for. Throws `OptionError` for a tool that is not there or has two limits.
 */
export function limitSettings(
  choices: LimitChoices,
  known: readonly string[],
): { remote: LimitSettings; local: LimitSettings } {
  const written = writtenLimits(choices.limit, known);
  return { remote: settings(choices, written, REMOTE), local: settings(choices, written, LOCAL) };
}

type Written = ReadonlyMap<string | undefined, Rate | undefined>;

function writtenLimits(limit: readonly string[], known: readonly string[]): Written {
  const written = new Map<string | undefined, Rate | undefined>();
  for (const { tool, rate } of limit.map(readLimit)) {
    if (written.has(tool)) throw new OptionError(`--limit: ${tool ?? 'every tool'} has two limits.`);
    if (tool !== undefined && !known.includes(tool)) {
      throw new OptionError(`--limit: there is no tool "${tool}"; there are ${known.join(', ')}.`);
    }
    written.set(tool, rate);
  }
  return written;
}

function settings(
  { limitTenant, limitConcurrent }: LimitChoices,
  written: Written,
  fallback: typeof REMOTE | typeof LOCAL,
): LimitSettings {
  return {
    tools: new Map([...written].flatMap(([tool, rate]) => (tool === undefined ? [] : [[tool, rate]]))),
    others: written.has(undefined) ? written.get(undefined) : fallback.others,
    tenant: limitTenant === undefined ? undefined : readLimit(limitTenant).rate,
    concurrent: limitConcurrent === undefined ? fallback.concurrent : numberOf(limitConcurrent),
  };
}

function numberOf(text: string): number | undefined {
  return text === 'off' ? undefined : Number(text);
}
