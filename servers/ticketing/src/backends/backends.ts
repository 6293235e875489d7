import { flagOf, OptionError } from '@ashlar/kit';
import type * as z from 'zod';
import type { AnyBackend, Chosen } from './backend.ts';
import { github } from './github.ts';
import { postgres } from './postgres.ts';
import { rest } from './rest.ts';
import { sqlite } from './sqlite.ts';

/** Where tickets can be. The first is used where nothing is said. */
export const BACKENDS: readonly [AnyBackend, ...AnyBackend[]] = [sqlite, postgres, github, rest];

/** The options of all of them. */
export const BACKEND_OPTIONS: Record<string, z.ZodType> = Object.assign(
  {},
  ...BACKENDS.map(({ options }) => options),
);

/** Throws `OptionError`, also for an option of another backend: it would be thought to hold. */
export function chooseBackend(
  { backend: name, ...given }: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
): Chosen {
  const [fallback] = BACKENDS;
  const backend = BACKENDS.find((one) => one.name === name) ?? fallback;
  const foreign = Object.keys(BACKEND_OPTIONS).find(
    (key) => given[key] !== undefined && !(key in backend.options),
  );
  if (foreign === undefined) return backend.choose(given, environment);
  const takers = BACKENDS.filter(({ options }) => foreign in options).map((one) => `--backend ${one.name}`);
  throw new OptionError(`${flagOf(foreign)}: goes with ${takers.join(' or ')}, not with ${backend.name}.`);
}
