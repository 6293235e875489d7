import { escaped } from '@ashlar/entry-checks';
import type { Client } from '@modelcontextprotocol/client';

/** All that a server tells a model and its host, by kind and name, as it came over the wire. */
export interface Definitions {
  instructions: string;
  tools: Readonly<Record<string, unknown>>;
  prompts: Readonly<Record<string, unknown>>;
  resources: Readonly<Record<string, unknown>>;
}

/** Milliseconds that a server has to say what it offers. */
export const PATIENCE_MS = 60_000;

/** Names of kinds, for people. */
export const KINDS = { tools: 'tool', prompts: 'prompt', resources: 'resource' } as const;

export async function definitionsOf(client: Client): Promise<Definitions> {
  const { tools, prompts, resources } = client.getServerCapabilities() ?? {};
  const templates = resources === undefined ? [] : (await client.listResourceTemplates()).resourceTemplates;
  return {
    instructions: client.getInstructions() ?? '',
    tools: named(tools === undefined ? [] : (await client.listTools()).tools, ({ name }) => name),
    prompts: named(prompts === undefined ? [] : (await client.listPrompts()).prompts, ({ name }) => name),
    resources: {
      ...named(resources === undefined ? [] : (await client.listResources()).resources, ({ uri }) => uri),
      ...named(templates, ({ uriTemplate }) => uriTemplate),
    },
  };
}

/** Throws where two have the same name: a host may take the one that nobody has looked at. */
function named<T>(items: readonly T[], nameOf: (item: T) => string): Record<string, T> {
  const names = items.map(nameOf);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`it offers ${escaped(twice)} twice`);
  return Object.fromEntries(items.map((item) => [nameOf(item), item]));
}
