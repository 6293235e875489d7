import * as z from 'zod';
import { defineServer, defineTool, run } from '../src/index.ts';

/** The smallest server that has one of everything: the kit's own tests run on it. */
const echo = defineTool({
  name: 'echo',
  title: 'Echo',
  description: 'Gives back what it was given.',
  input: z.object({
    text: z.string().describe('What to give back.'),
    times: z.number().int().min(1).max(9).optional(),
  }),
  access: 'read',
  async run({ text, times = 1 }) {
    return text.repeat(times);
  },
});

export const server = defineServer({
  name: 'echo',
  title: 'Echo',
  version: '0.0.0',
  description: 'Gives back what it is given.',
  options: z.object({}),
  prepare: () => ({}),
  instructions: () => 'Echoes.',
  open: () => ({ close() {} }),
  tools: [echo],
});
if (process.argv[1] === import.meta.filename) await run(server);
