import type { ResourceDefinition } from '../define.ts';
import type { Loaded } from './load.ts';
import { optionTable } from './option-tables.ts';
import { table, withParts } from './parts.ts';

type AnyResource = ResourceDefinition<unknown>;

/** Fills the parts of a server's README that say what it offers. Throws where one is missing; see `withParts`. */
export function readme(text: string, loaded: Loaded): string {
  return withParts('README', text, {
    tools: tools(loaded),
    ...(loaded.server.resources !== undefined && { resources: resources(loaded) }),
    ...(loaded.server.prompts !== undefined && { prompts: prompts(loaded) }),
    options: optionTable(loaded.options),
  });
}

function tools({ server }: Loaded): string {
  const rows = server.tools.map(({ name, description, input, access }) => [
    `\`${name}\``,
    access,
    description,
    keysOf(input),
  ]);
  return table(['tool', 'access', 'what it does', 'input'], rows);
}

/** By their definition where their URI is the same everywhere, and else as they are listed for the sample. */
function resources({ server, listed }: Loaded): string {
  const offered = new Map([
    ...listed.resources.map(({ uri, name }) => [name, uri] as const),
    ...listed.resourceTemplates.map(({ uriTemplate, name }) => [name, uriTemplate] as const),
  ]);
  const rows = ((server.resources ?? []) as AnyResource[]).map(
    ({ name, description, uri, mimeType = '', watch, complete }) => [
      `\`${typeof uri === 'string' ? uri : (offered.get(name) ?? '')}\``,
      description,
      mimeType === '' ? '' : `\`${mimeType}\``,
      [complete !== undefined && 'completion', watch !== undefined && 'updates'].filter(Boolean).join(', '),
    ],
  );
  return table(['resource', 'what it is', 'type', 'with'], rows);
}

function prompts({ server }: Loaded): string {
  const rows = server.prompts?.map(({ name, description, input }) => [
    `\`${name}\``,
    description,
    keysOf(input),
  ]);
  return table(['prompt', 'what it does', 'arguments'], rows ?? []);
}

function keysOf({ shape }: { shape: object }): string {
  return Object.keys(shape)
    .map((key) => `\`${key}\``)
    .join(' ');
}
