import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Access, Tool } from '../define.ts';
import { type HeaderParameter, headerParameters } from './header-parameters.ts';

/** A tool ready to serve: its definition, what clients are told of it, and the strict form of its input. */
export interface ReadyTool {
  definition: Tool<unknown>;
  listed: ListedTool;
  /** Whether it may replace or remove what was there, by its hints or its access. */
  destructive: boolean;
  /** Refuses keys that the schema does not know, so that a mistyped argument is named and not dropped. */
  input: z.ZodObject;
  /** Of its parameters, those that are headers too over HTTP. */
  headers: readonly HeaderParameter[];
}

const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * Converts a tool's schemas, once. Throws `TypeError` with the tool's name where a schema cannot be expressed
 * as JSON Schema 2020-12, a name is not portable or a description is missing.
 */
export function readyTool(definition: Tool<unknown>): ReadyTool {
  const { name, title, description, output } = definition;
  if (!NAME.test(name))
    throw new TypeError(`Tool '${name}': a name is snake_case and at most 64 characters.`);
  if (description.trim() === '') throw new TypeError(`Tool '${name}' has no description.`);
  const input = strict(definition.input);
  const inputSchema = jsonSchema(input, 'input', name);
  const annotations = annotationsOf(definition);
  const listed: ListedTool = {
    name,
    title,
    description,
    inputSchema,
    ...(output !== undefined && { outputSchema: jsonSchema(output, 'output', name) }),
    annotations,
  };
  return {
    definition,
    listed,
    destructive: annotations.destructiveHint === true,
    input,
    headers: headerParameters(inputSchema, name),
  };
}

/** Keeps what its author says of it in the words of JSON Schema (`.meta`), which belong to the schema they were said of. */
function strict(input: z.ZodObject): z.ZodObject {
  const said = input.meta();
  return said === undefined ? input.strict() : input.strict().meta(said);
}

const DEFAULT_HINTS: Readonly<Record<Access, { destructive: boolean; idempotent: boolean }>> = {
  read: { destructive: false, idempotent: true },
  write: { destructive: false, idempotent: false },
  destroy: { destructive: true, idempotent: false },
};

function annotationsOf({ access, hints }: Tool<unknown>): NonNullable<ListedTool['annotations']> {
  return {
    readOnlyHint: access === 'read',
    destructiveHint: hints?.destructive ?? DEFAULT_HINTS[access].destructive,
    idempotentHint: hints?.idempotent ?? DEFAULT_HINTS[access].idempotent,
    openWorldHint: hints?.openWorld ?? false,
  };
}

function jsonSchema(schema: z.ZodObject, io: 'input' | 'output', tool: string): ListedTool['inputSchema'] {
  try {
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io, override: dropSafeIntegerBounds });
    // 2020-12 is what a client takes it for: only who says so pays for the words.
    const { $schema } = schema.meta() ?? {};
    return { ...($schema !== undefined && { $schema }), ...json } as ListedTool['inputSchema'];
  } catch (error) {
    throw new TypeError(`Tool '${tool}': its ${io} schema cannot be expressed as JSON Schema.`, {
      cause: error,
    });
  }
}

/** Every whole number is bounded by 2^53; saying so costs tokens and tells a model nothing. */
function dropSafeIntegerBounds({ jsonSchema: json }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
}
