import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { afterAll } from 'vitest';
import { lockOf } from '../../src/surface/lock.ts';
import { connectInProcess, contract } from '../../src/testing/index.ts';
import { server } from '../fixture/echo-server.ts';
import { echoCommand } from '../fixture/programs.ts';

// A server of the house commits its lock; here the program is held to what the definition says in-process.
const folder = await mkdtemp(join(tmpdir(), 'ashlar-kit-'));
const client = await connectInProcess(server);
// Access is written down here: taken from the definition it would hold nothing to anything.
const access = { echo: 'read', count: 'read', pause: 'read', remember: 'write', forget: 'destroy' };
const lock = { ...lockOf(await client.listed(), (text) => encode(text).length), access };
await writeFile(join(folder, 'tools.lock.json'), JSON.stringify(lock));
await client.close();
afterAll(() => rm(folder, { recursive: true }));

contract({
  server,
  folder,
  command: echoCommand,
  start: async () => ({ args: [], dispose: async () => {} }),
  succeed: [
    { tool: 'echo', input: { text: 'hi', times: 2 } },
    { tool: 'count', input: { text: 'two words' } },
    { tool: 'pause', input: { ms: 0 } },
    { tool: 'remember', input: { name: 'new', text: 'x' } },
    { tool: 'forget', input: { name: 'new' } },
  ],
  resources: ['echo://notes', 'echo://watching', 'echo://note/first'],
  prompts: { summarise: { text: 'two words' } },
  missingResource: 'echo://note/missing',
  slow: { tool: 'pause', input: { ms: 60_000 } },
});
