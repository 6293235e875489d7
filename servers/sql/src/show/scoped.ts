import * as z from 'zod';

/** A tool without the choice of a source where there is one, else with the names of those there are. */
export function scoped<T extends { input: z.ZodObject }>(tool: T, sources: readonly string[]): T {
  if (!('source' in tool.input.shape)) return tool;
  if (sources.length < 2) return { ...tool, input: tool.input.omit({ source: true }) };
  const source = z
    .enum(sources as [string, ...string[]])
    .optional()
    .describe(`Default ${sources[0]}.`);
  return { ...tool, input: tool.input.extend({ source }) };
}
