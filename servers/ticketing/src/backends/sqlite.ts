import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { optionMeta } from '@ashlar/kit';
import { requireNode } from '@ashlar/kit/needs';
import * as z from 'zod';
import { dataFile } from '../database-file/data-file.ts';
import { DEFAULT_WORKFLOW } from '../rules/default-workflow.ts';
import { sqliteCapabilities } from '../sqlite/capabilities.ts';
import { SqliteTracker } from '../sqlite/sqlite-tracker.ts';
import { loadWorkflow } from '../tracker/workflow-file.ts';
import { defineBackend } from './backend.ts';
import { customerOption } from './customer-option.ts';
import { projectKeys, projectOption } from './project-option.ts';
import { SQLITE_FLOOR } from './sqlite-floor.ts';
import { workflowOption } from './workflow-option.ts';

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
    workflow: workflowOption,
    customerScope: customerOption,
  },
  choose({ file, project, workflow: workflowFile, customerScope }, env) {
    requireNode('SQLite', SQLITE_FLOOR);
    const path =
      file === undefined
        ? dataFile('tickets.db', { env, platform: process.platform, home: homedir() })
        : resolve(file);
    const projects = projectKeys(project);
    const workflow = workflowFile === undefined ? DEFAULT_WORKFLOW : loadWorkflow(workflowFile);
    const customers = customerScope !== undefined;
    return {
      projects,
      capabilities: sqliteCapabilities(workflow, customers),
      customerScope,
      open: () => SqliteTracker.open({ file: path, projects, workflow, customers }),
    };
  },
});
