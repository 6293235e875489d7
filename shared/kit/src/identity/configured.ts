import { flagOf, OptionError } from '../options/option.ts';
import type { AnySource } from './source.ts';
import { SOURCES } from './sources.ts';

type Choices = Readonly<Record<string, unknown>>;

/** The sources that are turned on. */
export function configuredSources(options: object): AnySource[] {
  return SOURCES.filter(({ on }) => (options as Choices)[on] !== undefined);
}

/** What turns one on: `--auth-issuer or --api-keys`. */
export function sourceFlags(): string {
  return SOURCES.map(({ on }) => flagOf(on)).join(' or ');
}

/**
 * Throws `OptionError` for an option of identity that would do nothing without another one: who sets it believes
 * to be protected by it.
 */
export function refuseIdleOptions(options: object): void {
  const configured = configuredSources(options);
  for (const source of SOURCES.filter((each) => !configured.includes(each))) {
    const idle = Object.keys(source.options).find((key) => isGiven(source, key, options as Choices));
    if (idle !== undefined) throw new OptionError(`${flagOf(idle)}: needs ${flagOf(source.on)} beside it.`);
  }
  if (configured.length === 0 && (options as Choices).revocations !== undefined) {
    throw new OptionError(`--revocations: needs ${sourceFlags()} beside it.`);
  }
}

/** Whether an option says something else than it does when nobody says anything. */
function isGiven(source: AnySource, key: string, options: Choices): boolean {
  const unsaid = source.options[key]?.safeParse(undefined).data;
  return JSON.stringify(options[key]) !== JSON.stringify(unsaid);
}
