import * as z from 'zod';
import type { Settings } from '../open-tracker.ts';

/** A tool without the choice of a project where there is one, else with the keys of those there are. */
export function scoped<T extends { input: z.ZodObject }>(
  tool: T,
  { projects }: Pick<Settings, 'projects'>,
): T {
  if (!('project' in tool.input.shape)) return tool;
  if (projects.length < 2) return { ...tool, input: tool.input.omit({ project: true }) };
  return {
    ...tool,
    input: tool.input.extend({ project: z.enum(projects as [string, ...string[]]).optional() }),
  };
}
