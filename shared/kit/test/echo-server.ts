import * as z from 'zod';
import { defineServer, run } from '../src/index.ts';
import { Notes } from './fixture/notes.ts';
import { names, note, summarise, watching } from './fixture/resources.ts';
import { count, echo, forget, pause, remember } from './fixture/tools.ts';

/** The smallest server that has one of everything: the kit's own tests run on it. */
export const server = defineServer({
  name: 'echo',
  title: 'Echo',
  manifest: { name: '@ashlar/echo', version: '0.0.0', bin: { 'ashlar-echo': '' } },
  description: 'Gives back what it is given.',
  options: z.object({}),
  prepare: () => ({}),
  instructions: () => 'Echoes, and keeps notes.',
  open: () => ({ notes: new Notes(), close() {} }),
  tools: [echo, count, pause, remember, forget],
  resources: [names, watching, note],
  prompts: [summarise],
});
if (process.argv[1] === import.meta.filename) await run(server);
