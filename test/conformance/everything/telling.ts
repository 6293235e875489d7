import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { defineTool } from '../../../shared/kit/src/index.ts';

const STEP_MS = 50;
const input = z.object({});

/** Tells how far it is. */
export const progressTool = defineTool({
  name: 'test_tool_with_progress',
  title: 'Progress',
  description: 'Tells how far it is, at 0, 50 and 100 of 100.',
  input,
  access: 'read',
  async run(_, { progress, signal }) {
    for (const done of [0, 50, 100]) {
      progress(done, 100);
      await wait(STEP_MS, undefined, { signal });
    }
    return 'done';
  },
});

/** Lets its client come back for the answer. */
export const reconnectionTool = defineTool({
  name: 'test_reconnection',
  title: 'Reconnection',
  description: 'Ends the connection that its client waits on before it answers.',
  input,
  access: 'read',
  async run(_, { closeStream, signal }) {
    closeStream();
    await wait(STEP_MS, undefined, { signal });
    return 'done';
  },
});

/** Two tools that tell what happens: the suite calls one in each era. */
export const tellingTools = ['test_tool_with_logging', 'test_logging_tool'].map((name) =>
  defineTool({
    name,
    title: 'Messages',
    description: 'Tells what happens, three times.',
    input,
    access: 'read',
    async run(_, { tell, signal }) {
      for (const text of ['begun', 'at work', 'done']) {
        tell('info', text);
        await wait(STEP_MS, undefined, { signal });
      }
      return 'done';
    },
  }),
);
