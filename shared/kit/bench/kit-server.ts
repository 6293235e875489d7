import * as z from 'zod';
import { defineServer, defineTool, run } from '../src/index.ts';

const echo = defineTool({
  name: 'echo',
  title: 'Echo',
  description: 'Gives back what it was given.',
  input: z.object({ text: z.string() }),
  access: 'read',
  run: async ({ text }) => text,
});

/** The same with the kit. */
await run(
  defineServer({
    name: 'echo',
    title: 'Echo',
    manifest: { name: '@ashlar/echo', version: '0.0.0', bin: { 'ashlar-echo': '' } },
    description: 'Gives back what it is given.',
    options: z.object({}),
    prepare: () => ({}),
    instructions: () => 'Echoes.',
    open: () => ({ close() {} }),
    tools: [echo],
  }),
);
