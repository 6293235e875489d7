import { OptionError } from '../options/option.ts';
import type { Rate } from '../state/state.ts';
import { readLimit } from './rate.ts';

/** What the options of this room say, as they were parsed. */
export interface LimitChoices {
  limit: readonly string[];
  limitTenant?: string | undefined;
  limitConcurrent?: string | undefined;
}

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
