import type { Capabilities } from '../tracker/capabilities.ts';
import type { Workflow } from '../tracker/workflow.ts';

/** What a tracker can do that keeps its tickets itself, in whatever database. */
export const OWN_CAPABILITIES: Capabilities = {
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
  attachments: false,
  due: true,
  parent: true,
  resolutions: true,
  audience: 'tenant',
  customers: false,
  idempotency: true,
  watch: true,
  dryRuns: true,
};

/** The same, less the fields for which the workflow has no values. */
export function capabilitiesIn(
  capabilities: Capabilities,
  { priorities, types, resolutions }: Workflow,
): Capabilities {
  return {
    ...capabilities,
    priorities: priorities.length > 0,
    types: types.length > 0,
    resolutions: resolutions.length > 0,
  };
}
