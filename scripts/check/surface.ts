import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { serverPackages } from './workspace.ts';

/** Tokens that a server's tools may cost a model before it has asked anything. */
const TOKENS: Readonly<Record<string, number>> = { vault: 1_200, ticketing: 2_000 };
const DEFAULT_TOKENS = 1_000;

/** The tools of each server are cheap to list. */
export async function surface(root: string): Promise<string[]> {
  return serverPackages(root).flatMap(({ folder, path }) => {
    const { tokens } = JSON.parse(readFileSync(join(path, 'tools.lock.json'), 'utf8')) as { tokens: number };
    const bound = TOKENS[basename(folder)] ?? DEFAULT_TOKENS;
    return tokens <= bound ? [] : [`${folder}: the tools cost ${tokens} tokens, more than ${bound}`];
  });
}
