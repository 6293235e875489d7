import { escaped, type Value } from '@ashlar/entry-checks';
import * as z from 'zod';
import { CommandError } from '../command-error.ts';
import { fetchJson } from './fetch-json.ts';

const input = z.object({
  name: z.string().optional(),
  value: z.string().optional(),
  default: z.string().optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
});
type Input = z.output<typeof input>;

const argument = input.extend({ type: z.string().optional() });
type Argument = z.output<typeof argument>;

/** As the registry of MCP has it (schema of 2025-12-11), as far as it is used here. */
const form = z.object({
  name: z.string(),
  packages: z
    .array(
      z.object({
        registryType: z.string(),
        identifier: z.string(),
        version: z.string().optional(),
        transport: z.object({ type: z.string().optional() }).nullish(),
        packageArguments: z.array(argument).nullish(),
        environmentVariables: z.array(input).nullish(),
      }),
    )
    .nullish(),
  remotes: z
    .array(z.object({ type: z.string(), url: z.string(), headers: z.array(input).nullish() }))
    .nullish(),
});
export type ServerJson = z.output<typeof form>;

export const MCP_REGISTRY = 'https://registry.modelcontextprotocol.io';

/** What the registry of MCP says of a server, by its name such as `io.github.someone/server`. */
export async function registryServer(name: string, registry: string): Promise<ServerJson> {
  const url = `${registry}/v0.1/servers/${encodeURIComponent(name)}/versions/latest`;
  const answer = (await fetchJson(url)) as { server?: unknown } | undefined;
  return serverJson(answer?.server, `${name} in the registry of MCP`);
}

export function serverJson(data: unknown, what: string): ServerJson {
  const { data: found } = form.safeParse(data);
  if (found !== undefined && Array.isArray(found.packages ?? found.remotes)) return found;
  throw new CommandError(`${escaped(what)} is no server.json with packages or remotes.`);
}

/** What has to be given, with what was: secrets become references, and what else is missing is asked for by name. */
export function inputsOf(
  inputs: readonly Input[] | null | undefined,
  given: Readonly<Record<string, Value>>,
  flag: string,
): Record<string, Value> {
  const needed = (inputs ?? []).filter(
    ({ name, isRequired, value }) => name !== undefined && (isRequired === true || value !== undefined),
  );
  return {
    ...Object.fromEntries(
      needed
        .filter(({ name }) => !Object.hasOwn(given, name as string))
        .map((input) => [input.name as string, valueOfInput(input, flag)]),
    ),
    ...given,
  };
}

function valueOfInput({ name = '', value, default: fallback, isSecret }: Input, flag: string): Value {
  const [, before = '', variable, after = ''] =
    /^([^{}]*)\{([A-Za-z_][\w-]*)\}([^{}]*)$/.exec(value ?? '') ?? [];
  const reference = (variable ?? name).toUpperCase().replaceAll('-', '_');
  if (isSecret === true || variable !== undefined) {
    return { kind: 'env', name: reference, ...(before !== '' && { before }), ...(after !== '' && { after }) };
  }
  const fixed = value ?? fallback;
  if (fixed !== undefined) return fixed;
  throw new CommandError(`${flag} ${escaped(name)} is missing: the server needs a value for it.`);
}

/** Arguments with a fixed value. Those that somebody has to choose come behind `--`. */
export function argumentsOf(
  args: readonly Argument[] | null | undefined,
  given: readonly string[],
): string[] {
  const fixed = (args ?? []).flatMap(({ type, name, value }) => {
    if (value === undefined) return [];
    return type === 'named' && name !== undefined ? [name, value] : [value];
  });
  return [...fixed, ...given];
}
