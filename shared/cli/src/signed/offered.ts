import { isDeepStrictEqual } from 'node:util';
import type { Lock, LockedItem } from '@ashlar/kit/lock';
import { type Definitions, KINDS } from '../definitions/definitions.ts';
import { differences } from '../definitions/differences.ts';

type Fields = Readonly<Record<string, unknown>>;
type Kind = keyof typeof KINDS;

export interface Offered {
  /** What it offers that was not signed, as a person reads it. */
  differences: string[];
  /** Where they are not the signed ones: they name what its operator has configured. */
  instructions?: string;
}

/**
 * Holds what a server offers to what was signed. It may offer less, as options can have it: without a tool, a prompt or a
 * resource, without a parameter of a tool, with fewer choices for one. A resource may stand at another address of its
 * scheme, since its operator names it. Everything else is a difference. `paths`: what stands for `<name>` here.
 */
export function offeredAsSigned(
  lock: Lock,
  running: Definitions,
  paths: ReadonlyMap<string, string> = new Map(),
): Offered {
  const now = JSON.parse(JSON.stringify(running)) as Definitions;
  const before = {
    instructions: now.instructions,
    tools: signedOf(lock.tools, now.tools, isNarrower),
    prompts: signedOf(lock.prompts, now.prompts, () => false),
    resources: {
      ...signedOf(lock.resources, now.resources, () => false),
      ...moved(lock.resources, now.resources),
    },
  };
  const settled = [...paths].reduce(
    (text, [name, path]) => text.replaceAll(path, `<${name}>`),
    now.instructions,
  );
  return {
    differences: differences(before, now),
    ...(settled !== lock.instructions && { instructions: now.instructions }),
  };
}

/** `7 of 8 tools, 2 of 2 prompts, 2 of 2 resources` */
export function amounts(lock: Lock, running: Definitions): string {
  const each = (Object.keys(KINDS) as Kind[]).map(
    (kind) => `${Object.keys(running[kind]).length} of ${lock[kind].length} ${kind}`,
  );
  return each.join(', ');
}

/** Of what was signed, that which is there; what is there in a narrower form counts as that. */
function signedOf(
  items: readonly LockedItem[],
  now: Fields,
  isLess: (signed: Fields, offered: Fields) => boolean,
): Record<string, unknown> {
  const there = items.filter(({ name }) => Object.hasOwn(now, name));
  return Object.fromEntries(
    there.map(({ name, definition }) => {
      const offered = now[name] as Fields;
      return [name, isLess(definition as Fields, offered) ? offered : definition];
    }),
  );
}

/** Resources that are signed ones in all but their address. */
function moved(items: readonly LockedItem[], now: Fields): Record<string, unknown> {
  const isSigned = (offered: unknown) =>
    items.some(({ definition }) => isDeepStrictEqual(withScheme(definition), withScheme(offered)));
  return Object.fromEntries(Object.entries(now).filter(([, offered]) => isSigned(offered)));
}

function withScheme(resource: unknown): Fields {
  const { uri, uriTemplate, ...rest } = resource as Fields;
  const scheme = (address: unknown) =>
    typeof address === 'string' ? /^[^:]*/.exec(address)?.[0] : undefined;
  return { ...rest, uri: scheme(uri), uriTemplate: scheme(uriTemplate) };
}

function isNarrower(
  { inputSchema: signed, ...about }: Fields,
  { inputSchema: offered, ...now }: Fields,
): boolean {
  if (!isFields(signed) || !isFields(offered) || !isDeepStrictEqual(about, now)) return false;
  const { properties: all, required: needed = [], ...rest } = signed;
  const { properties: left, required = [], ...others } = offered;
  if (!isFields(all) || !isFields(left) || !Array.isArray(needed)) return false;
  return (
    isDeepStrictEqual(rest, others) &&
    isDeepStrictEqual(
      needed.filter((name) => Object.hasOwn(left, name)),
      required,
    ) &&
    Object.entries(left).every(([name, field]) => hasFewerChoices(all[name], field))
  );
}

/** The same field, or with some of its choices: of one, or of each in a list. */
function hasFewerChoices(signed: unknown, offered: unknown): boolean {
  if (isDeepStrictEqual(signed, offered)) return true;
  if (!isFields(signed) || !isFields(offered)) return false;
  const { enum: choices, items, ...rest } = signed;
  const { enum: left, items: each, ...others } = offered;
  if (!isDeepStrictEqual(rest, others)) return false;
  if (items !== undefined) return left === choices && hasFewerChoices(items, each);
  return (
    each === undefined &&
    Array.isArray(choices) &&
    Array.isArray(left) &&
    left.length > 0 &&
    left.every((choice) => choices.includes(choice))
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
