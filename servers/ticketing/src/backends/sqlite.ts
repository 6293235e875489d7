import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';
import { OWN_CAPABILITIES } from '../rules/capabilities.ts';
import { DEFAULT_WORKFLOW } from '../rules/default-workflow.ts';
import { dataFile } from '../sqlite/data-file.ts';
import { requireNode } from '../sqlite/require-node.ts';
import { SqliteTracker } from '../sqlite/sqlite-tracker.ts';
import { defineBackend } from './backend.ts';
import { projectKeys, projectOption } from './project-option.ts';

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
    requireNode(process.versions.node);
    const path =
      file === undefined ? dataFile({ env, platform: process.platform, home: homedir() }) : resolve(file);
    const projects = projectKeys(project);
    return {
      projects,
      capabilities: OWN_CAPABILITIES,
      open: () => SqliteTracker.open({ file: path, projects, workflow: DEFAULT_WORKFLOW }),
    };
  },
});
