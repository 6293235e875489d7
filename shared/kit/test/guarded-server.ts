import * as z from 'zod';
import { defineServer, defineTool, run } from '../src/index.ts';

type Context = { ran: string[]; version: { value: string } };
const text = z.string();

/** A server whose tools ask a person, each with another reason, and tell what has run. */
export const guarded = (domain: Context = { ran: [], version: { value: '1' } }) => {
  const runs = async (what: string, { ran }: Context) => {
    ran.push(what);
    return `did ${what}`;
  };
  return defineServer({
    name: 'guarded',
    title: 'Guarded',
    manifest: { name: '@ashlar/guarded', version: '0.0.0', bin: { 'ashlar-guarded': '' } },
    description: 'asks first.',
    options: z.object({}),
    prepare: () => ({}),
    instructions: () => 'Asks first.',
    open: () => ({ ...domain, close() {} }),
    tools: [
      defineTool({
        name: 'erase',
        title: 'Erase a thing',
        description: 'Destroys, and is asked where that is possible.',
        input: z.object({ text, more: z.record(z.string(), z.unknown()).optional() }),
        access: 'destroy',
        run: ({ text }, context: Context) => runs(`erase ${text}`, context),
      }),
      defineTool({
        name: 'publish',
        title: 'Publish',
        description: 'Reaches other people.',
        input: z.object({ text }),
        access: 'write',
        approval: 'must',
        preview: async ({ text }, { version }: Context) => ({
          summary: `Sends "${text}" to 12 people.`,
          version: version.value,
        }),
        run: ({ text }, context) => runs(`publish ${text}`, context),
      }),
      defineTool({
        name: 'reply',
        title: 'Reply',
        description: 'Reaches other people if it is public.',
        input: z.object({ text, open: z.boolean().optional() }),
        access: 'write',
        approval: ({ open }) => (open ? 'must' : undefined),
        run: ({ text }, context: Context) => runs(`reply ${text}`, context),
      }),
      defineTool({
        name: 'overwrite',
        title: 'Overwrite',
        description: 'Writes over what was there.',
        input: z.object({ text }),
        access: 'write',
        hints: { destructive: true },
        run: ({ text }, context: Context) => runs(`overwrite ${text}`, context),
      }),
      defineTool({
        name: 'add',
        title: 'Add',
        description: 'Writes something new.',
        input: z.object({ text }),
        access: 'write',
        run: ({ text }, context: Context) => runs(`add ${text}`, context),
      }),
      defineTool({
        name: 'ran',
        title: 'What ran',
        description: 'Lists what has run.',
        input: z.object({}),
        access: 'read',
        run: async (_, { ran }: Context) => ran.join(', '),
      }),
    ],
  });
};
if (process.argv[1] === import.meta.filename) await run(guarded());
