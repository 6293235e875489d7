import { estimateTokens } from '../record/tokens.ts';
import type { Surface } from './surface.ts';

/** About how many tokens each tool costs a model that is shown it: name, description and input schema. */
export function tokensByTool({ tools }: Surface): Record<string, number> {
  return Object.fromEntries(
    [...tools.values()].map(({ listed: { name, description, inputSchema } }) => [
      name,
      estimateTokens(JSON.stringify({ name, description, inputSchema })),
    ]),
  );
}

/** The same for all tools together. */
export function definitionTokens(surface: Surface): number {
  return Object.values(tokensByTool(surface)).reduce((sum, tokens) => sum + tokens, 0);
}
