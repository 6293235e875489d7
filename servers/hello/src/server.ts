import { defineServer } from '@ashlar/kit';
import manifest from '../package.json' with { type: 'json' };
import { openGreetings } from './greetings/greetings.ts';
import { readGreetings } from './greetings/read-greetings.ts';
import { instructions } from './instructions.ts';
import { options } from './options.ts';
import { introduce } from './prompts/introduce.ts';
import { greeting } from './resources/greeting.ts';
import { greet } from './tools/greet.ts';

export const server = defineServer({
  name: 'hello',
  title: 'Hello',
  manifest,
  description: 'greets people, and is there to be read and copied.',
  options,
  prepare: ({ file }) => ({ words: readGreetings(file) }),
  instructions,
  open: openGreetings,
  tools: [greet],
  resources: [greeting],
  prompts: [introduce],
});
