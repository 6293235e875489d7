import { defineServer } from '@ashlar/kit';
import manifest from '../package.json' with { type: 'json' };
import { openFiles, prepareFiles } from './files.ts';
import { instructions } from './instructions.ts';
import { options } from './options.ts';
import { file } from './resources/file.ts';
import { deleteTool } from './tools/delete.ts';
import { edit } from './tools/edit.ts';
import { list } from './tools/list.ts';
import { move } from './tools/move.ts';
import { read } from './tools/read.ts';
import { search } from './tools/search.ts';
import { write } from './tools/write.ts';

export const server = defineServer({
  name: 'filesystem',
  title: 'Filesystem',
  manifest,
  description: 'reads, searches and edits files below the folders you name, and nothing else.',
  options,
  prepare: prepareFiles,
  instructions,
  open: openFiles,
  tools: [read, list, search, write, edit, move, deleteTool],
  resources: [file],
});
