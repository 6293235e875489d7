import { expect } from 'vitest';
import { readEntry } from '../../shared/cli/src/hosts/read-entry.ts';
import { SHAPES } from '../../shared/cli/src/hosts/shapes.ts';
import { checkEntry } from '../../shared/entry-checks/src/index.ts';
import { followWords } from './follow.ts';

interface Pasted {
  command?: string;
  args?: readonly string[];
}

/** Fails unless a text is a host's configuration whose entries pass our checks, and whose servers take those options. */
export async function paste(text: string): Promise<void> {
  const { mcpServers } = JSON.parse(text) as { mcpServers: Record<string, Pasted> };
  expect(Object.keys(mcpServers)).not.toEqual([]);
  for (const [name, fields] of Object.entries(mcpServers)) {
    const entry = readEntry(fields, SHAPES.claudeCode);
    if (entry === undefined) throw new Error(`${name} is no entry.`);
    const { findings } = checkEntry(name, entry, { scope: 'user' });
    expect(findings.filter(({ severity }) => severity === 'refused')).toEqual([]);
    if (fields.command === 'npx') await followWords(['npx', ...(fields.args ?? [])]);
  }
}
