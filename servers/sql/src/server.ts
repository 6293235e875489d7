import { defineServer } from '@ashlar/kit';
import manifest from '../package.json' with { type: 'json' };
import { openDatabase, prepareDatabase } from './database.ts';
import { instructions } from './instructions.ts';
import { options } from './options.ts';
import { query } from './tools/query.ts';

export const server = defineServer({
  name: 'sql',
  title: 'SQL',
  version: manifest.version,
  description: 'asks a database any question, and never changes it.',
  options,
  prepare: prepareDatabase,
  instructions,
  open: openDatabase,
  tools: [query],
});
