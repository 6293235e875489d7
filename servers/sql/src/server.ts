import { defineServer } from '@ashlar/kit';
import manifest from '../package.json' with { type: 'json' };
import { openDatabase, prepareDatabase } from './database.ts';
import { instructions } from './instructions.ts';
import { options } from './options.ts';
import { answer } from './prompts/answer.ts';
import { diagnose } from './prompts/diagnose.ts';
import { explore } from './prompts/explore.ts';
import { questionTool } from './questions/question-tool.ts';
import { catalog } from './resources/catalog.ts';
import { sample } from './resources/sample.ts';
import { table } from './resources/table.ts';
import { scoped } from './show/scoped.ts';
import { explain } from './tools/explain.ts';
import { profileTable } from './tools/profile-table.ts';
import { query } from './tools/query.ts';
import { searchCatalog } from './tools/search-catalog.ts';

const tools = [query, explain, searchCatalog, profileTable];

export const server = defineServer({
  name: 'sql',
  title: 'SQL',
  manifest,
  description: 'asks a database any question, and never changes it.',
  options,
  prepare: (given) => prepareDatabase(given, tools),
  instructions,
  open: openDatabase,
  tools,
  resources: [catalog, table, sample],
  prompts: [explore, answer, diagnose],
  offers: ({ sources, questions }) => {
    const names = sources.map(({ name }) => name);
    return { tools: [...tools.map((tool) => scoped(tool, names)), ...questions.map(questionTool)] };
  },
});
