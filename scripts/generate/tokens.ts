import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { table } from '../../shared/kit/src/generate/parts.ts';
import { serverPackages } from '../check/workspace.ts';

/** What of `tools.lock.json` is read. */
interface Lock {
  tokens: number;
  tools: readonly { name: string; tokens: number }[];
}

/** A table of what a model spends on knowing the tools of each server. */
export function tokens(root: string): string {
  const rows = serverPackages(root).map(({ folder, path }) => {
    const { tokens: all, tools } = JSON.parse(readFileSync(join(path, 'tools.lock.json'), 'utf8')) as Lock;
    const largest = tools.reduce((most, tool) => (tool.tokens > most.tokens ? tool : most));
    return [basename(folder), `${tools.length}`, `${all}`, `\`${largest.name}\`: ${largest.tokens}`];
  });
  return table(['server', 'tools', 'tokens', 'the largest'], rows);
}
