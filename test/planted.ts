import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Files of a workspace by path; null where one of the healthy workspace is to be missing. */
export type Files = Readonly<Record<string, string | null>>;

/** Makes the healthy workspace with these files planted over it, for the length of the test. */
export async function planted(files: Files = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'ashlar-planted-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ ...HEALTHY, ...files })) {
    if (text === null) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** The manifest of the healthy server with other fields in it; undefined takes one out. */
export function manifest(other: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...MANIFEST, ...other });
}

const MANIFEST = {
  name: '@ashlar/tiny',
  version: '1.2.3',
  description: 'Greets.',
  license: 'MIT',
  repository: { type: 'git', url: 'git+https://example.org/tiny.git' },
  mcpName: 'org.example/tiny',
  type: 'module',
  bin: { 'ashlar-tiny': 'dist/main.js' },
  files: ['dist'],
  engines: { node: '>=20.19' },
  scripts: {
    build: 'ashlar-build',
    generate: 'ashlar-generate',
    test: 'ashlar-build && vitest run --testTimeout=60000 --hookTimeout=60000',
    types: 'tsc --noEmit',
  },
};

const SERVER = `import { defineServer } from '@ashlar/kit';
import manifest from '../package.json' with { type: 'json' };
import { options } from './options.ts';
import { sayHi } from './tools/say-hi.ts';

export const server = defineServer({
  name: 'tiny',
  title: 'Tiny',
  manifest,
  description: 'Greets.',
  options,
  prepare: () => ({}),
  instructions: () => 'Greets.',
  open: () => ({ close() {} }),
  tools: [sayHi],
});
`;

const TOOL = `import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { greeting } from '../greeting/greeting.ts';

export const sayHi = defineTool({
  name: 'say_hi',
  title: 'Say hi',
  description: 'Greets one person.',
  input: z.object({ name: z.string() }),
  access: 'read',
  run: async ({ name }) => greeting(name),
});
`;

const OPTIONS = `import * as z from 'zod';

export const options = z.object({
  roots: z
    .array(z.string())
    .default([])
    .meta({ description: 'What is greeted.', positional: true, placeholder: '<name>' }),
});
`;

const README = `# tiny

<!-- generated:tools -->
<!-- /generated -->

<!-- generated:options -->
<!-- /generated -->
`;

const HEALTHY: Files = {
  'package.json': '{ "private": true }',
  LICENSE: 'The terms.\n',
  'shared/kit/package.json': '{ "name": "@ashlar/kit", "version": "1.2.3" }',
  'shared/kit/src/errors.ts': 'export class ToolError extends Error {}\n',
  'servers/tiny/package.json': manifest({}),
  'servers/tiny/server.json': '{}',
  'servers/tiny/README.md': README,
  'servers/tiny/tsconfig.json': '{}',
  'servers/tiny/tools.lock.json': '{ "tokens": 1000 }',
  'servers/tiny/src/main.ts': "import { run } from '@ashlar/kit';\nimport { server } from './server.ts';\n",
  'servers/tiny/src/server.ts': SERVER,
  'servers/tiny/src/options.ts': OPTIONS,
  'servers/tiny/src/tools/say-hi.ts': TOOL,
  'servers/tiny/src/greeting/greeting.ts': 'export const greeting = (name: string) => name;\n',
  'servers/tiny/test/contract.test.ts': '',
  'servers/tiny/bench/main.ts': '',
  'servers/tiny/sample/names.txt': 'ann\n',
};
