import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { optionMeta } from '@ashlar/kit';
import { requireNode } from '@ashlar/kit/needs';
import * as z from 'zod';
import { SQLITE_CAPABILITIES } from '../sqlite/capabilities.ts';
import { dataFile } from '../sqlite/data-file.ts';
import { DEFAULT_WORKFLOW } from '../sqlite/default-workflow.ts';
import { SqliteTracker } from '../sqlite/sqlite-tracker.ts';
import { defineBackend } from './backend.ts';
import { projectKeys, projectOption } from './project-option.ts';

/** better-sqlite3 13 ends the process without a word below Node-API 10: see docs/decisions/0003. */
const FLOOR = [22, 14] as const;

/** The embedded tracker: one file, and nothing to configure. */
export const sqlite = defineBackend({
  name: 'sqlite',
  options: {
    file: z
      .string()
      .min(1)
      .optional()
      .meta(
        optionMeta(
          "The file of the tickets, made where it is not there. Default: in the user's data folder.",
          {
            placeholder: '<file>',
          },
        ),
      ),
    project: projectOption,
  },
  choose({ file, project }, env) {
    requireNode('SQLite', FLOOR);
    const path =
      file === undefined ? dataFile({ env, platform: process.platform, home: homedir() }) : resolve(file);
    const projects = projectKeys(project);
    return {
      projects,
      capabilities: SQLITE_CAPABILITIES,
      open: () => SqliteTracker.open({ file: path, projects, workflow: DEFAULT_WORKFLOW }),
    };
  },
});
