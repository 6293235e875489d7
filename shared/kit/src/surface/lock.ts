import { createHash } from 'node:crypto';
import { canonical } from '../canonical.ts';
import type { Access, AnyServer } from '../define.ts';

/** What a client is told of a server, as it came over the wire. */
export interface Listed {
  instructions: string;
  tools: readonly { name: string; description?: string; inputSchema: unknown }[];
  resources: readonly { uri: string; name: string }[];
  resourceTemplates: readonly { uriTemplate: string; name: string }[];
  prompts: readonly { name: string }[];
}

/** The committed form of a surface (`tools.lock.json`): a change of any word of it is seen in a diff. */
export interface Lock {
  /** SHA-256 of the canonical form of everything below but the token counts. */
  sha256: string;
  /** Tokens of all that a host shows a model: names, descriptions and input schemas of the tools. */
  tokens: number;
  instructions: string;
  tools: LockedItem[];
  resources: LockedItem[];
  prompts: LockedItem[];
}

/** What is committed: beside the surface, what each tool may do, which its hints alone do not tell. */
export interface CommittedLock extends Lock {
  access: Readonly<Record<string, Access>>;
}

export interface LockedItem {
  name: string;
  sha256: string;
  tokens: number;
  definition: unknown;
}

export type CountTokens = (text: string) => number;

/** Locks a surface. Where texts depend on the machine, `settle` replaces what differs (a folder's path). */
export function lockOf(listed: Listed, countTokens: CountTokens, settle = (text: string) => text): Lock {
  const item = (name: string, definition: unknown, visible: unknown): LockedItem => ({
    name,
    sha256: hashOf(definition),
    tokens: countTokens(JSON.stringify(visible)),
    definition: sorted(definition),
  });
  const tools = listed.tools.map((tool) => item(tool.name, tool, modelVisible(tool)));
  const resources = [
    ...listed.resources.map((resource) => item(resource.uri, resource, resource)),
    ...listed.resourceTemplates.map((template) => item(template.uriTemplate, template, template)),
  ];
  const prompts = listed.prompts.map((prompt) => item(prompt.name, prompt, prompt));
  const instructions = settle(listed.instructions);
  return {
    sha256: rootOf({ instructions, tools, resources, prompts }),
    tokens: countTokens(JSON.stringify(listed.tools.map(modelVisible))),
    instructions,
    tools,
    resources,
    prompts,
  };
}

/** SHA-256 of the canonical form of one definition, in hexadecimal digits. */
export function hashOf(definition: unknown): string {
  return sha256(canonical(definition));
}

/** The hash over all: of the instructions and of the hashes of tools, resources and prompts, in their order. */
export function rootOf({
  instructions,
  tools,
  resources,
  prompts,
}: Pick<Lock, 'instructions' | 'tools' | 'resources' | 'prompts'>): string {
  const hashes = [tools, resources, prompts].map((all) => all.map((item) => item.sha256));
  return sha256(canonical([instructions, ...hashes]));
}

/** What each tool of a definition may do, by name, in their order. */
export function accessOf(tools: AnyServer['tools']): Readonly<Record<string, Access>> {
  return Object.fromEntries(tools.map(({ name, access }) => [name, access]));
}

/** Hosts hand a model these three and keep the rest (titles, hints, output schemas) to themselves. */
function modelVisible({ name, description, inputSchema }: Listed['tools'][number]): unknown {
  return { name, description, input_schema: inputSchema };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
