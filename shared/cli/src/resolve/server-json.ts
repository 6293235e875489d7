import { escaped, type Value } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import { fetchJson } from './fetch-json.ts';

interface Input {
  name?: string;
  value?: string;
  default?: string;
  isRequired?: boolean;
  isSecret?: boolean;
}

interface Argument extends Input {
  type?: 'positional' | 'named';
}

/** As the registry of MCP has it (schema of 2025-12-11), as far as it is used here. */
export interface ServerJson {
  name: string;
  version?: string;
  packages?: {
    registryType: string;
    identifier: string;
    version?: string;
    transport?: { type?: string };
    packageArguments?: Argument[];
    environmentVariables?: Input[];
  }[];
  remotes?: { type: string; url: string; headers?: Input[] }[];
}

export const MCP_REGISTRY = 'https://registry.modelcontextprotocol.io';

/** What the registry of MCP says of a server, by its name such as `io.github.someone/server`. */
export async function registryServer(name: string, registry: string): Promise<ServerJson> {
  const url = `${registry}/v0.1/servers/${encodeURIComponent(name)}/versions/latest`;
  const answer = (await fetchJson(url)) as { server?: unknown } | undefined;
  return serverJson(answer?.server, `${name} in the registry of MCP`);
}

export function serverJson(data: unknown, what: string): ServerJson {
  const found = data as Partial<ServerJson> | undefined | null;
  const isServer =
    typeof found?.name === 'string' && (Array.isArray(found.packages) || Array.isArray(found.remotes));
  if (!isServer) throw new CommandError(`${escaped(what)} is no server.json with packages or remotes.`);
  return found as ServerJson;
}

/** What has to be given, with what was: secrets become references, and what else is missing is asked for by name. */
export function inputsOf(
  inputs: readonly Input[] | undefined,
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
export function argumentsOf(args: readonly Argument[] | undefined, given: readonly string[]): string[] {
  const fixed = (args ?? []).flatMap(({ type, name, value }) => {
    if (value === undefined) return [];
    return type === 'named' && name !== undefined ? [name, value] : [value];
  });
  return [...fixed, ...given];
}
