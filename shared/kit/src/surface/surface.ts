import type { Prompt as ListedPrompt, Resource, ResourceTemplateType } from '@modelcontextprotocol/server';
import { UriTemplate } from '@modelcontextprotocol/server';
import type * as z from 'zod';
import type { AnyServer, Offer, Prompt, ResourceDefinition } from '../define.ts';
import { OptionError } from '../options/option.ts';
import { type ReadyTool, readyTool } from './tool-surface.ts';

/** Everything a server offers, in the order it is listed: made at start, and anew where the server says that it changes. */
export interface Surface {
  tools: ReadonlyMap<string, ReadyTool>;
  resources: ReadonlyMap<string, ReadyResource>;
  prompts: ReadonlyMap<string, ReadyPrompt>;
}

export interface ReadyResource {
  definition: ResourceDefinition<unknown>;
  uri: string;
  /** The variables of the URI if it fits this resource; undefined if it does not. */
  match(uri: string): Record<string, string> | undefined;
  listed: { resource: Resource } | { template: ResourceTemplateType };
}

export interface ReadyPrompt {
  definition: Prompt<unknown>;
  listed: ListedPrompt;
  /** Refuses arguments that the schema does not know, as for a tool. */
  input: z.ZodObject;
}

/** Which part of a server is offered: what `--read-only` and `--tools` leave. */
export interface Selection {
  readOnly: boolean;
  /** Names of tools; empty means all. */
  tools: readonly string[];
}

/** The longest URI that a template is tried on, in characters; the SDK throws past its own bound. */
const MAX_URI = 65_536;

/**
 * `settings` is what the server's `prepare` made of its options. Throws `OptionError` for an unknown name in `--tools`
 * and `TypeError` for a definition that cannot be served.
 */
export function surfaceOf(server: AnyServer, selection: Selection, settings: unknown): Surface {
  const { tools, resources, prompts } = offerOf(server, settings);
  const names = tools.map((tool) => tool.name);
  const unknown = selection.tools.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new OptionError(
      `--tools: there is no tool ${JSON.stringify(unknown)}; there are ${names.join(', ')}.`,
    );
  }
  const offered = tools.filter(
    (tool) =>
      (selection.tools.length === 0 || selection.tools.includes(tool.name)) &&
      (tool.access === 'read' || !selection.readOnly),
  );
  if (names.length > 0 && offered.length === 0)
    throw new OptionError('--tools: no tool is left where nothing may be changed.');
  return {
    tools: unique('tool', offered.map(readyTool), (tool) => tool.listed.name),
    resources: unique(
      'resource',
      resources.map((resource) => readyResource(resource, settings)),
      ({ uri }) => uri,
    ),
    prompts: unique('prompt', prompts.map(readyPrompt), (prompt) => prompt.listed.name),
  };
}

/** What a configuration has, before `--read-only` and `--tools`. */
export function offerOf(server: AnyServer, settings: unknown): Offer<unknown> {
  const { tools, resources = [], prompts = [] } = server;
  return { tools, resources, prompts, ...server.offers?.(settings) };
}

function unique<T>(kind: string, items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    if (map.has(keyOf(item))) throw new TypeError(`Two ${kind}s are called '${keyOf(item)}'.`);
    map.set(keyOf(item), item);
  }
  return map;
}

function readyResource(definition: ResourceDefinition<unknown>, settings: unknown): ReadyResource {
  const { name, title, description, mimeType } = definition;
  const uri = typeof definition.uri === 'function' ? definition.uri(settings) : definition.uri;
  const about = { name, title, description, ...(mimeType !== undefined && { mimeType }) };
  if (!UriTemplate.isTemplate(uri)) {
    return {
      definition,
      uri,
      listed: { resource: { uri, ...about } },
      match: (asked) => (asked === uri ? {} : undefined),
    };
  }
  const template = new UriTemplate(uri);
  return {
    definition,
    uri,
    listed: { template: { uriTemplate: uri, ...about } },
    match(asked) {
      const found = asked.length > MAX_URI ? null : template.match(asked);
      if (found === null) return undefined;
      return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, [value].flat().join(',')]));
    },
  };
}

function readyPrompt(definition: Prompt<unknown>): ReadyPrompt {
  const args = Object.entries(
    definition.input.shape as Record<string, { description?: string; isOptional(): boolean }>,
  );
  return {
    definition,
    input: definition.input.strict(),
    listed: {
      name: definition.name,
      title: definition.title,
      description: definition.description,
      arguments: args.map(([name, field]) => ({
        name,
        ...(field.description !== undefined && { description: field.description }),
        required: !field.isOptional(),
      })),
    },
  };
}
