import { OptionError, optionMeta } from '@ashlar/kit';
import * as z from 'zod';
import { DEFAULTS, PostgresTracker } from '../postgres/postgres-tracker.ts';
import { OWN_CAPABILITIES } from '../rules/capabilities.ts';
import { DEFAULT_WORKFLOW } from '../rules/default-workflow.ts';
import { defineBackend } from './backend.ts';
import { projectKeys, projectOption } from './project-option.ts';

/** Tickets in a PostgreSQL: many servers behind a load balancer work on the same ones. */
export const postgres = defineBackend({
  name: 'postgres',
  options: {
    databaseUrl: z
      .string()
      .min(1)
      .optional()
      .meta(
        optionMeta(
          'The database: postgres://role@host/name. With a password in it, it belongs in the environment.',
          { placeholder: '<url>', secret: true },
        ),
      ),
    databaseSchema: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,40}$/, 'must be a name of letters, digits and _')
      .optional()
      .meta(
        optionMeta(`The schema of the tables, made where it is not there. Default: ${DEFAULTS.schema}.`, {
          placeholder: '<name>',
        }),
      ),
    databaseConnections: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .meta(
        optionMeta(
          `Connections at most, beside one that hears of changes. Default: ${DEFAULTS.connections}.`,
        ),
      ),
    databaseTimeout: z
      .int()
      .min(1)
      .max(55)
      .optional()
      .meta(
        optionMeta(
          `Seconds that one statement may take, waiting for others who write included. Default: ${DEFAULTS.timeoutMs / 1_000}.`,
        ),
      ),
    project: projectOption,
  },
  choose({ databaseUrl, databaseSchema, databaseConnections, databaseTimeout, project }) {
    if (databaseUrl === undefined) {
      throw new OptionError('--database-url: is missing. Give it, or set ASHLAR_DATABASE_URL.');
    }
    if (!isUrl(databaseUrl)) {
      throw new OptionError('--database-url: must be like postgres://role@host/name.');
    }
    const opening = {
      url: databaseUrl,
      schema: databaseSchema,
      connections: databaseConnections,
      timeoutMs: databaseTimeout === undefined ? undefined : databaseTimeout * 1_000,
      projects: projectKeys(project),
      workflow: DEFAULT_WORKFLOW,
    };
    return {
      projects: opening.projects,
      capabilities: OWN_CAPABILITIES,
      open: () => PostgresTracker.open(opening),
    };
  },
});

/** Whether the driver can read it: its own complaints might repeat what it cannot read. */
function isUrl(text: string): boolean {
  try {
    const { protocol, username, password, pathname } = new URL(text);
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    return ['postgres:', 'postgresql:'].includes(protocol);
  } catch {
    return false;
  }
}
