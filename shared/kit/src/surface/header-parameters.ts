/** A parameter that a client of 2026-07-28 repeats as a header, so that what stands before a server can route by it. */
export interface HeaderParameter {
  /** Without `Mcp-Param-`. */
  header: string;
  /** Where it stands among the arguments. */
  path: readonly string[];
}

/** The key in the JSON Schema of a parameter: `z.string().meta({ 'x-mcp-header': 'Region' })`. */
const KEY = 'x-mcp-header';
/** A token, as names of headers are (RFC 9110, section 5.6.2). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const PRIMITIVES: readonly unknown[] = ['string', 'integer', 'number', 'boolean'];

type Json = Readonly<Record<string, unknown>>;

/**
 * The parameters of a tool that are headers too. Throws `TypeError` for one that cannot be: clients would leave out the
 * whole tool. Specification, server/tools and basic/transports/streamable-http (SEP-2243).
 */
export function headerParameters(schema: unknown, tool: string): HeaderParameter[] {
  const found = [...declared(schema, [], tool)];
  const names = found.map(({ header }) => header.toLowerCase());
  const twice = found.find(({ header }, at) => names.indexOf(header.toLowerCase()) !== at);
  if (twice !== undefined)
    throw new TypeError(`Tool '${tool}': two parameters are the header '${twice.header}'.`);
  return found;
}

/** `path` is undefined where no chain of properties leads to. */
function* declared(
  schema: unknown,
  path: readonly string[] | undefined,
  tool: string,
): Generator<HeaderParameter> {
  if (typeof schema !== 'object' || schema === null) return;
  const { [KEY]: header, properties, ...rest } = schema as Json;
  if (header !== undefined) {
    if (path === undefined || path.length === 0 || !PRIMITIVES.includes(rest.type))
      throw new TypeError(
        `Tool '${tool}': only a text, a number or a yes and no of its input can be a header.`,
      );
    if (typeof header !== 'string' || !TOKEN.test(header))
      throw new TypeError(`Tool '${tool}': ${JSON.stringify(header)} is no name of a header.`);
    yield { header, path };
  }
  for (const [name, property] of Object.entries((properties ?? {}) as Json)) {
    yield* declared(property, path && [...path, name], tool);
  }
  for (const other of Object.values(rest)) yield* declared(other, undefined, tool);
}
