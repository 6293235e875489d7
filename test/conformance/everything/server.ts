import * as z from 'zod';
import { defineServer, run } from '../../../shared/kit/src/index.ts';
import { askingTools } from './asking.ts';
import { contentTools, headerTool, schemaTool } from './content.ts';
import { prompts } from './prompts.ts';
import { resources } from './resources.ts';
import { progressTool, tellingTools } from './telling.ts';

/** All that the official conformance suite looks for by name, made with what every server of the house is made with. */
export const everything = defineServer({
  name: 'everything',
  title: 'Everything',
  manifest: { name: '@ashlar/everything', version: '0.0.0', bin: { 'ashlar-everything': '' } },
  description: 'Has one of everything, for the conformance suite.',
  options: z.object({}),
  prepare: () => ({}),
  instructions: () => 'For tests only.',
  tells: true,
  open: () => ({ close() {} }),
  tools: [...contentTools, schemaTool, headerTool, progressTool, ...tellingTools, ...askingTools],
  resources,
  prompts,
});

if (process.argv[1] === import.meta.filename) await run(everything);
