import type { Capabilities } from '../tracker/capabilities.ts';
import type { Workflow } from '../tracker/workflow.ts';

/** What the embedded tracker can do. */
export const SQLITE_CAPABILITIES: Capabilities = {
  remote: false,
  reading: true,
  words: 'words, "phrases", begin* and -without',
  revisions: 'compare-and-set',
  priorities: true,
  types: true,
  labels: true,
  assignees: true,
  claim: true,
  leases: true,
  comments: ['internal', 'public'],
  relations: true,
  history: true,
  attachments: true,
  actions: true,
  due: true,
  parent: true,
  resolutions: true,
  audience: 'tenant',
  idempotency: true,
  watch: true,
  dryRuns: true,
};

/** The same, less the fields for which the workflow has no values. */
export function capabilitiesIn({ priorities, types, resolutions }: Workflow): Capabilities {
  return {
    ...SQLITE_CAPABILITIES,
    priorities: priorities.length > 0,
    types: types.length > 0,
    resolutions: resolutions.length > 0,
  };
}
