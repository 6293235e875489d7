import * as z from 'zod';
import { defineServer, run } from '../../../shared/kit/src/index.ts';
import { askingTools } from './asking.ts';
import { Changing, changingTools, morePrompt, moreTool } from './changing.ts';
import { contentTools, headerTool, schemaTool } from './content.ts';
import { prompts } from './prompts.ts';
import { resources } from './resources.ts';
import { progressTool, reconnectionTool, tellingTools } from './telling.ts';

const tools = [
  ...contentTools,
  schemaTool,
  headerTool,
  progressTool,
  reconnectionTool,
  ...tellingTools,
  ...askingTools,
  ...changingTools,
];

/** All that the official conformance suite looks for by name, made with what every server of the house is made with. */
export const everything = defineServer({
  name: 'everything',
  title: 'Everything',
  manifest: { name: '@ashlar/everything', version: '0.0.0', bin: { 'ashlar-everything': '' } },
  description: 'Has one of everything, for the conformance suite.',
  options: z.object({}),
  prepare: () => new Changing(),
  instructions: () => 'For tests only.',
  tells: true,
  open: (lists: Changing) => ({ lists, close() {} }),
  tools,
  resources,
  prompts,
  offers: ({ more }) => ({
    tools: [...tools, ...(more.has('tools') ? [moreTool] : [])],
    prompts: [...prompts, ...(more.has('prompts') ? [morePrompt] : [])],
  }),
  changes: (changed, { lists }) => lists.watch(changed),
});

if (process.argv[1] === import.meta.filename) await run(everything);
